/** What a call has to say while it goes on and when it is over, with its style sheet, as it is loaded. */
export { announcementOf } from './announcements.ts';
export { knockBanner } from './knocks.ts';
export { endNote, waitingCard } from './notes.ts';
export { noticeBanners } from './notices.ts';
export { notices as styles } from './styles/notices.ts';
