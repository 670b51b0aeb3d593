/** One Worker for all files of the lane; whoever kills the Worker starts one of its own. */
import type { TestProject } from 'vitest/node';
import { TestServer } from '../support/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    workerUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await TestServer.start();
  project.provide('workerUrl', server.url);
  return () => server.stop();
}
