/** What travels between the lab and the driver of a browser, one JSON object a line. Knows no browser. */

/** What the driver can be asked for. */
export interface DriverMethods {
  /** Starts the browser; once, first. */
  launch(name: 'chromium' | 'firefox'): { readonly version: string; readonly pid: number };
  /** Opens the page with these attributes in a new tab and closes the one before. */
  open(attributes: Readonly<Record<string, string>>): null;
  /** Loads the page anew, as a person does. */
  reload(): null;
  /** Opens the page of the first tab a second time, with its session, as "duplicate tab" does. */
  call(name: string, args: readonly unknown[]): unknown;
  /** Closes the tab. */
  close(): null;
}

export interface DriverRequest {
  readonly id: number;
  readonly method: keyof DriverMethods;
  readonly params: readonly unknown[];
}

export interface DriverResponse {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}
