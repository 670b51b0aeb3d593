/** The Worker as it is, and a line in its log for everything that Cloudflare bills of a room. Knows no call. */
import { Room } from '../../../worker/index.ts';
import { meter } from '../../workerd/support/billing-meter.ts';

export { Desk, Room } from '../../../worker/index.ts';
// oxlint-disable-next-line import/no-default-export -- the runtime asks for it
export { default } from '../../../worker/index.ts';

meter(Room, (kind, count) => console.log(`billed ${kind} ${count}`));
