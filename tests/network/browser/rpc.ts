/** What travels between the lab and the driver of a browser, one JSON object a line. Knows no browser. */

/** What became of a tab and its duplicate. Times in ms since the epoch; null: it did not happen. */
export interface DuplicateResult {
  readonly joinedAt: number | null;
  readonly leftAt: number | null;
  readonly leaveReason: string | null;
  /** `state` of the element in the first and in the second tab, at the end. */
  readonly states: readonly [string, string];
}

/** What the driver can be asked for. */
export interface DriverMethods {
  /** Starts the browser; once, first. It trusts the certificate with this hash of its key. */
  launch(name: 'chromium' | 'firefox', trustedKeyHash: string): { readonly version: string; readonly pid: number };
  /** Opens the page with these attributes in a new tab and closes the one before. */
  open(attributes: Readonly<Record<string, string>>): null;
  /** Loads the page anew, as a person does. */
  reload(): null;
  /** Opens the page a second time with a copy of its session, as "duplicate tab" does, until the first one has left or
   *  `timeoutMs` are over. The second tab is then closed. */
  duplicate(timeoutMs: number): DuplicateResult;
  /** Calls a function of the page's `labPage`. */
  call(name: string, args: readonly unknown[]): unknown;
  /** Opens another page of the site in a context and a window of its own, beside those that are open; resolves when it has a `labPage`. */
  openBeside(name: string, path: string): null;
  /** Calls a function of the `labPage` of such a page. */
  callBeside(name: string, method: string, args: readonly unknown[]): unknown;
  /** Closes all such pages. */
  closeBeside(): null;
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
