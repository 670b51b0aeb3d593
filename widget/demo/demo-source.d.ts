/** The text of a file, as the build puts it in. */
declare module '*.js?raw' {
  const text: string;
  export default text;
}
