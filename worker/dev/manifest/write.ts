/** `npm run manifest`: writes what is made of the manifest into the files that hold it. To be run after a change of what is public. */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.ts';

for (const { path, content } of generatedFiles()) writeFileSync(path, content);
