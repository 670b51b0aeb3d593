/** Where in Chromium processor time goes: which of its processes and threads take it. Linux alone; elsewhere nothing is known. Knows nothing of what they do. */
import { readFileSync, readdirSync } from 'node:fs';
import { descendants } from '../support/processes.ts';

/** `page`: what runs on the threads of pages and of their workers; `pipes`: what goes between processes; `other`: the browser's own process among them. */
export const PLACES = ['page', 'WebRTC', 'pipes', 'network', 'other'] as const;
export type Place = (typeof PLACES)[number];
export type ThreadTime = Readonly<Record<Place, number>>;

/** What a thread is called by the one that began it. @see https://man7.org/linux/man-pages/man5/proc_pid_comm.5.html */
function placeOf(command: string, thread: string): Place {
  if (command.includes('network.mojom.NetworkService')) return 'network';
  if (!command.includes('--type=renderer')) return 'other';
  if (thread.startsWith('WebRTC')) return 'WebRTC';
  return thread.startsWith('Chrome_ChildIOT') ? 'pipes' : 'page';
}

const NANOSECONDS_PER_MS = 1e6;

/** @returns ms that the threads of `pid` and its descendants have taken so far, as far as they live. */
export function threadTime(pid: number | undefined): ThreadTime {
  const times = { page: 0, WebRTC: 0, pipes: 0, network: 0, other: 0 };
  if (process.platform !== 'linux' || pid === undefined) return times;
  for (const id of descendants(pid)) {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      for (const task of readdirSync(`/proc/${id}/task`)) {
        const place = placeOf(command, readFileSync(`/proc/${id}/task/${task}/comm`, 'utf8'));
        const [ns] = readFileSync(`/proc/${id}/task/${task}/schedstat`, 'utf8').split(' ');
        times[place] += Number(ns) / NANOSECONDS_PER_MS;
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  return times;
}
