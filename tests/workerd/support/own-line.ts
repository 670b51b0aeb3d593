/** The only shape that a line of the Worker's log may have. Pure, for every lane. */

/** Whether a line is an event of ours: `{"event": "some-words", "code"?: 4400, "count"?: 3}`. */
export function isOwnLine(line: string): boolean {
  const match = /^\{"event":"[a-z]+(?:-[a-z]+)*"(?:,"code":\d{1,4})?(?:,"count":\d+)?\}$/.exec(line);
  return match !== null && line.length < 100;
}
