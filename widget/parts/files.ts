/** File transfer: most calls have none. */
import type { FileTransfers, FileTransfersOptions } from '../data/files/file-transfers.ts';

export async function createFileTransfers(options: FileTransfersOptions): Promise<FileTransfers> {
  const { FileTransfers: Engine } = await import('../data/files/file-transfers.ts');
  return new Engine(options);
}
