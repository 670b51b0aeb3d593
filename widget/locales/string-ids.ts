/**
 * Every text of the element: its id, its English, and how many values are in it; `{0}` stands for the first. For `strings`.
 * Made from the source by `npx vitest run --project logic string-ids -u`; a test compares.
 */
export const STRING_IDS = {
  /** Admit */
  admit: 0,
  /** Admit all */
  'admit-all': 0,
  /** Admit {0} */
  'admit-name': 1,
  /** You are the only one here. */
  'agent-alone': 0,
  /** {0} already has a colleague. */
  'agent-already-taken': 1,
  /** Answer */
  'agent-answer': 0,
  /** Answer {0} */
  'agent-answer-name': 1,
  /** Available */
  'agent-available': 0,
  /** Away */
  'agent-away': 0,
  /** Go online, and calls ring here. This also lets the page make sounds. */
  'agent-away-detail': 0,
  /** Busy */
  'agent-busy': 0,
  /** Nothing rings here. You can still take a call from the list. */
  'agent-busy-detail': 0,
  /** {0} is not there any more. */
  'agent-call-gone': 1,
  /** The call could not be loaded. */
  'agent-call-missing': 0,
  /** {0} is calling */
  'agent-calling': 1,
  /** You are signed off */
  'agent-closed': 0,
  /** Your browser shows no notifications of this page. Its settings can change that. */
  'agent-denied': 0,
  /** Departments */
  'agent-departments': 0,
  /** Too many agents are at this desk. */
  'agent-desk-full': 0,
  /** Nobody is there in this department. */
  'agent-desk-offline': 0,
  /** Done */
  'agent-done': 0,
  /** Done: {0} */
  'agent-done-name': 1,
  /** End the call */
  'agent-end': 0,
  /** That did not work. Try again. */
  'agent-failed': 0,
  /** Answered */
  'agent-figure-answered': 0,
  /** Usual wait */
  'agent-figure-wait': 0,
  /** Figures of the desk */
  'agent-figures': 0,
  /** From {0} */
  'agent-handed-by': 1,
  /** This message will be deleted. */
  'agent-handled': 0,
  /** {0} is on hold: you neither hear each other nor see each other. */
  'agent-held': 1,
  /** Hold */
  'agent-hold': 0,
  /** In a call */
  'agent-in-call': 0,
  /** In a call with {0} */
  'agent-in-call-with': 1,
  /** Incoming call */
  'agent-incoming': 0,
  /** There is no desk of this name. */
  'agent-invalid-desk': 0,
  /** You are away */
  'agent-is-away': 0,
  /** You are busy */
  'agent-is-busy': 0,
  /** Keys while it rings */
  'agent-keys': 0,
  /** Lists */
  'agent-lists': 0,
  /** The messages could not be loaded. */
  'agent-messages-failed': 0,
  /** No messages. */
  'agent-messages-none': 0,
  /** Missed */
  'agent-missed': 0,
  /** Left the queue */
  'agent-missed-canceled': 0,
  /** Lost the connection */
  'agent-missed-lost': 0,
  /** Nobody answered */
  'agent-missed-no-answer': 0,
  /** No call was missed. */
  'agent-missed-none': 0,
  /** And {0} more. */
  'agent-more': 1,
  /** {0} waits for somebody else now. */
  'agent-moved': 1,
  /** Nobody is there */
  'agent-nobody': 0,
  /** That is not possible just now. */
  'agent-not-allowed': 0,
  /** Note for colleagues */
  'agent-note': 0,
  /** Not saved */
  'agent-note-failed': 0,
  /** Saved */
  'agent-note-saved': 0,
  /** Saving… */
  'agent-note-saving': 0,
  /** Shall your browser tell you of calls while you look at something else? */
  'agent-notices': 0,
  /** No */
  'agent-notices-no': 0,
  /** Yes */
  'agent-notices-yes': 0,
  /** Not connected */
  'agent-off': 0,
  /** Go online */
  'agent-online': 0,
  /** The desk does not know this website. Its owner must list it in ALLOWED_ORIGINS. */
  'agent-origin': 0,
  /** {0} lost the connection. */
  'agent-over-lost': 1,
  /** {0} hung up. */
  'agent-over-visitor': 1,
  /** This colleague is not free any more. */
  'agent-peer-unavailable': 0,
  /** Call me when this page is closed */
  'agent-push': 0,
  /** A colleague has answered */
  'agent-push-accepted': 0,
  /** By a notification, while you are available. */
  'agent-push-detail': 0,
  /** You have missed a call */
  'agent-push-missed': 0,
  /** Somebody is calling */
  'agent-push-waiting': 0,
  /** Waiting calls */
  'agent-queue': 0,
  /** Nobody is waiting. Take a breath. */
  'agent-queue-empty': 0,
  /** Too many attempts. It goes on in a moment. */
  'agent-rate-limited': 0,
  /** You are available */
  'agent-ready': 0,
  /** The next call rings here. You can also take one from the list. */
  'agent-ready-detail': 0,
  /** Another page of yours took over. */
  'agent-replaced': 0,
  /** Resume */
  'agent-resume': 0,
  /** Play the ring tone */
  'agent-sample': 0,
  /** A message was left. */
  'agent-say-message': 0,
  /** A call was missed. */
  'agent-say-missed': 0,
  /** The desk has a problem. */
  'agent-server-error': 0,
  /** Settings */
  'agent-settings': 0,
  /** Close the settings */
  'agent-settings-close': 0,
  /** You are not signed in any more. */
  'agent-signed-out': 0,
  /** This page may make no sound yet, so that you would not hear it ring. */
  'agent-silent': 0,
  /** Ring tone */
  'agent-sound': 0,
  /** Your state */
  'agent-state': 0,
  /** Take it back */
  'agent-take-back': 0,
  /** Colleagues */
  'agent-team': 0,
  /** ({0}) Incoming call */
  'agent-title': 1,
  /** That is too long. */
  'agent-too-long': 0,
  /** Hand over */
  'agent-transfer': 0,
  /** Hand over {0} */
  'agent-transfer-name': 1,
  /** Undo */
  'agent-undo': 0,
  /** The desk did not hear that. Try again. */
  'agent-unheard': 0,
  /** Turn on the sound */
  'agent-unlock': 0,
  /** The desk cannot be reached. Trying again… */
  'agent-unreachable': 0,
  /** No secret of this desk opens it any more. */
  'agent-unreadable': 0,
  /** Customer */
  'agent-user': 0,
  /** Known to the website */
  'agent-verified': 0,
  /** Voice message */
  'agent-voice': 0,
  /** It could not be loaded. Try again. */
  'agent-voice-failed': 0,
  /** Volume of the ring tone */
  'agent-volume': 0,
  /** Waiting */
  'agent-waiting': 0,
  /** Waiting for */
  'agent-waiting-for': 0,
  /** Take the next one. */
  'already-taken-do': 0,
  /** A colleague already has this call */
  'already-taken-title': 0,
  /** Back */
  back: 0,
  /** Reload the page, then join again. */
  'bad-message-do': 0,
  /** The call server did not understand this page */
  'bad-message-title': 0,
  /** No connection to {0}. */
  'banner-disconnected': 1,
  /** The connection was interrupted. Reconnecting… */
  'banner-reconnecting': 0,
  /** You are sharing your screen. */
  'banner-sharing': 0,
  /** Stop */
  'banner-sharing-stop': 0,
  /** Reconnecting to the call server. Your call goes on. */
  'banner-signal-reconnecting': 0,
  /** You can call again. */
  'call-gone-do': 0,
  /** This call is over */
  'call-gone-title': 0,
  /** Camera */
  camera: 0,
  /** Another camera is in use now. */
  'camera-changed': 0,
  /** The camera is now: {0} */
  'camera-changed-to': 1,
  /** Choose a camera */
  'camera-choose': 0,
  /** Switch to the other camera */
  'camera-flip': 0,
  /** Your camera is off */
  'camera-is-off': 0,
  /** The camera is gone. */
  'camera-lost': 0,
  /** The camera is gone: {0} */
  'camera-lost-name': 1,
  /** Camera {0} */
  'camera-number': 1,
  /** Camera paused: the connection is weak */
  'camera-paused': 0,
  /** Starting the camera… */
  'camera-starting': 0,
  /** Turn off the camera (V) */
  'camera-turn-off': 0,
  /** Turn on the camera (V) */
  'camera-turn-on': 0,
  /** Cancel */
  cancel: 0,
  /** Captions */
  captions: 0,
  /** Chat */
  chat: 0,
  /** Close the chat */
  'chat-close': 0,
  /** Earlier messages, passed on by {0})} */
  'chat-earlier': 1,
  /** Messages go directly to the people in the call and are not stored. */
  'chat-empty': 0,
  /** Messages go to {0} directly and are not stored. */
  'chat-empty-one': 1,
  /** This message is too long. Send it in smaller parts. */
  'chat-too-long': 0,
  /** Chat, {0} unread */
  'chat-unread': 1,
  /** Check camera and mic */
  'check-devices': 0,
  /** Check microphone */
  'check-microphone': 0,
  /** Connecting… */
  connecting: 0,
  /** Call controls */
  controls: 0,
  /** Copied */
  copied: 0,
  /** Copy link */
  'copy-link': 0,
  /** Copy */
  'copy-text': 0,
  /** Sorry, the other side was cut off */
  'desk-agent-lost': 0,
  /** Somebody is here for you */
  'desk-available': 0,
  /** You can go on reading this website: the call comes along. */
  'desk-browse': 0,
  /** Everyone is busy, but you can wait */
  'desk-busy': 0,
  /** Call */
  'desk-call': 0,
  /** Call again */
  'desk-call-again': 0,
  /** Call instead */
  'desk-call-instead': 0,
  /** Call us */
  'desk-call-us': 0,
  /** Closed at the moment */
  'desk-closed': 0,
  /** Leave a message, or call again when we are open. */
  'desk-closed-do': 0,
  /** We are closed at the moment */
  'desk-closed-title': 0,
  /** Closed until {0} */
  'desk-closed-until': 1,
  /** Your e-mail or phone number */
  'desk-contact': 0,
  /** Department */
  'desk-department': 0,
  /** Any */
  'desk-department-any': 0,
  /** The call is over */
  'desk-ended': 0,
  /** Try again in a few minutes. */
  'desk-full-do': 0,
  /** Too many people are waiting */
  'desk-full-title': 0,
  /** Hang up */
  'desk-hang-up': 0,
  /** You are on hold. */
  'desk-held': 0,
  /** {0} put you on hold and will be back. */
  'desk-held-by': 1,
  /** Leave a message */
  'desk-leave-message': 0,
  /** This page was away for too long. */
  'desk-lost-detail': 0,
  /** Message */
  'desk-message': 0,
  /** Write something, or record a voice message. */
  'desk-message-empty': 0,
  /** You are next. */
  'desk-next': 0,
  /** Load the page again. If this is your website, check its key and what it says of its users. */
  'desk-no-access-do': 0,
  /** This page cannot call here */
  'desk-no-access-title': 0,
  /** Sorry, nobody could answer */
  'desk-no-answer': 0,
  /** Leave a message, or try once more. */
  'desk-no-answer-detail': 0,
  /** Nobody is here right now */
  'desk-offline': 0,
  /** Leave a message, or try again later. */
  'desk-offline-do': 0,
  /** Nobody is here: leave a message */
  'desk-offline-message': 0,
  /** Nobody is here at the moment */
  'desk-offline-title': 0,
  /** How was the call? */
  'desk-rating': 0,
  /** Reconnecting. You keep your place. */
  'desk-reconnecting': 0,
  /** It is ringing… */
  'desk-ringing': 0,
  /** Your call was answered. */
  'desk-say-answered': 0,
  /** {0} has answered your call. */
  'desk-say-answered-by': 1,
  /** You are not on hold any more. */
  'desk-say-not-held': 0,
  /** Send message */
  'desk-send-message': 0,
  /** Send rating */
  'desk-send-rating': 0,
  /** Sending… */
  'desk-sending': 0,
  /** Your message was sent */
  'desk-sent': 0,
  /** Somebody reads it as soon as possible. */
  'desk-sent-detail': 0,
  /** 1 star of 5 */
  'desk-star': 0,
  /** {0} stars of 5 */
  'desk-stars': 1,
  /** Stay here: somebody else takes over. */
  'desk-stay': 0,
  /** Thank you. */
  'desk-thanks': 0,
  /** Please make your answers shorter. */
  'desk-too-long-do': 0,
  /** That is too much text */
  'desk-too-long-title': 0,
  /** What is it about? */
  'desk-topic': 0,
  /** You are being connected with somebody else */
  'desk-transfer': 0,
  /** It should take about {0} minutes. */
  'desk-wait': 1,
  /** It should take less than a minute. */
  'desk-wait-short': 0,
  /** You are in line */
  'desk-waiting': 0,
  /** Choose another */
  'device-choose-another': 0,
  /** Another app is using camera or microphone */
  'device-in-use-both': 0,
  /** Another app is using the camera */
  'device-in-use-camera': 0,
  /** Close the other app or tab, then try again. */
  'device-in-use-do': 0,
  /** Another app is using the microphone */
  'device-in-use-microphone': 0,
  /** No camera or microphone found */
  'device-not-found-both': 0,
  /** No camera found */
  'device-not-found-camera': 0,
  /** Plug one in and try again, or go on without it. */
  'device-not-found-do': 0,
  /** No microphone found */
  'device-not-found-microphone': 0,
  /** Problems with your devices */
  'device-problems': 0,
  /** Devices */
  devices: 0,
  /** Close the devices */
  'devices-close': 0,
  /** Dismiss */
  dismiss: 0,
  /** Close the other tab to take the call here. */
  'duplicate-session-do': 0,
  /** The call goes on in another tab */
  'duplicate-session-title': 0,
  /** Open exactly the link you were sent, including the part after #. */
  'e2ee-key-mismatch-do': 0,
  /** Your keys do not match */
  'e2ee-key-mismatch-title': 0,
  /** End for everyone */
  end: 0,
  /** End */
  'end-answer': 0,
  /** Everyone leaves it, and so do you. */
  'end-detail': 0,
  /** End the call for everyone? */
  'end-question': 0,
  /** The call has ended */
  'ended-call': 0,
  /** It was ended for everyone. */
  'ended-call-detail': 0,
  /** You can take it back here. */
  'ended-duplicate-detail': 0,
  /** You left the call */
  'ended-left': 0,
  /** The connection was lost */
  'ended-network': 0,
  /** Check your internet connection, then join again. */
  'ended-network-detail': 0,
  /** The call was interrupted */
  'ended-server': 0,
  /** The call server was restarted. You can join again. */
  'ended-server-detail': 0,
  /** A piece of this text is missing. Copy it once more. */
  'exchange-damaged': 0,
  /** This did not work. Go back and try again. */
  'exchange-failed': 0,
  /** This text was made by a newer version. Load the page again. */
  'exchange-newer': 0,
  /** This text does not fit what you are doing. Go back and start over. */
  'exchange-not-now': 0,
  /** This reply belongs to another invitation. Send yours again. */
  'exchange-other': 0,
  /** This is your own text. The other person needs it. */
  'exchange-own-text': 0,
  /** Accept */
  'file-accept': 0,
  /** Accept {0} */
  'file-accept-name': 1,
  /** {0} of {1} */
  'file-amount': 2,
  /** Cancel {0} */
  'file-cancel': 1,
  /** Cancelled */
  'file-cancelled': 0,
  /** Ask for it to be sent again. */
  'file-corrupt-do': 0,
  /** The file did not arrive as it was sent */
  'file-corrupt-title': 0,
  /** Declined */
  'file-declined': 0,
  /** Waiting for the connection… */
  'file-interrupted': 0,
  /** File: {0} */
  'file-label': 1,
  /** {0} left */
  'file-left': 1,
  /** Pause {0} */
  'file-pause': 1,
  /** Paused */
  'file-paused': 0,
  /** Paused by {0} */
  'file-paused-by': 1,
  /** Received and checked */
  'file-received': 0,
  /** Resume {0} */
  'file-resume': 1,
  /** Try again: {0} */
  'file-retry': 1,
  /** Save */
  'file-save': 0,
  /** Save {0} */
  'file-save-name': 1,
  /** Received, checked and saved */
  'file-saved': 0,
  /** {0} declined {1}. */
  'file-say-declined': 2,
  /** {0} wants to send you {1}. */
  'file-say-offered': 2,
  /** {0} was received. */
  'file-say-received': 1,
  /** {0} has received {1}. */
  'file-say-sent': 2,
  /** Sent */
  'file-sent': 0,
  /** Send it in parts, or receive it in a browser that can save large files. */
  'file-too-large-do': 0,
  /** That file is too large */
  'file-too-large-title': 0,
  /** It was changed, moved or deleted. Choose it again. */
  'file-unreadable-do': 0,
  /** The file cannot be read any more */
  'file-unreadable-title': 0,
  /** Waiting for an answer… */
  'file-waiting': 0,
  /** Close the files */
  'files-close': 0,
  /** Drop files here to send them to everyone */
  'files-drop': 0,
  /** Drop files here to send them to {0} */
  'files-drop-one': 1,
  /** Folders cannot be sent. Pack the folder into one file first. */
  'files-folder': 0,
  /** Only the first {0} files are sent. Send the others after that. */
  'files-many': 1,
  /** There is nobody yet to send files to. */
  'files-nobody': 0,
  /** Send files */
  'files-send': 0,
  /** Show */
  'files-show': 0,
  /** Show in the chat */
  'files-show-label': 0,
  /** Files that are not saved */
  'files-unsaved': 0,
  /** {0} files are waiting in the chat. */
  'files-waiting': 1,
  /** Full screen */
  fullscreen: 0,
  /** Guest */
  guest: 0,
  /** Raise hand */
  hand: 0,
  /** Hand raised */
  'hand-raised': 0,
  /** I have an invitation */
  'have-invitation': 0,
  /** Tap to hear */
  hear: 0,
  /** Hold Space to talk */
  'hold-to-talk': 0,
  /** A firewall may block calls. Try another network, such as mobile data. */
  'ice-failed-do': 0,
  /** No connection to the others */
  'ice-failed-title': 0,
  /** Browsers give camera and microphone to https pages only. Open the page with https://. */
  'insecure-context-do': 0,
  /** The connection to this page is not secure */
  'insecure-context-title': 0,
  /** If this is your website, add the desk to DESKS of your call server. */
  'invalid-desk-do': 0,
  /** This support desk does not exist */
  'invalid-desk-title': 0,
  /** Check the link. The name of a room has 3 to 64 letters, digits, dots, hyphens or underscores. */
  'invalid-room-do': 0,
  /** This room does not exist */
  'invalid-room-title': 0,
  /** Invite someone */
  invite: 0,
  /** Join */
  join: 0,
  /** Join again */
  'join-again': 0,
  /** Join the call */
  'join-call': 0,
  /** Remove */
  kick: 0,
  /** {0} cannot come back. */
  'kick-detail': 1,
  /** Where a link is enough to come in, lock the room, too. */
  'kick-lock': 0,
  /** Remove {0} */
  'kick-name': 1,
  /** Remove {0}? */
  'kick-question': 1,
  /** Ask the person who invited you. */
  'kicked-do': 0,
  /** You were removed from the call */
  'kicked-title': 0,
  /** {0} wants to come in. */
  knock: 1,
  /** You come in as soon as somebody in the call lets you in. */
  'knocking-detail': 0,
  /** You are number {0} in line. */
  'knocking-place': 1,
  /** Waiting to be let in */
  'knocking-title': 0,
  /** {0} people want to come in: {1} */
  knocks: 2,
  /** Show them */
  'knocks-show': 0,
  /** Back to the call */
  'launcher-back': 0,
  /** Call */
  'launcher-call': 0,
  /** Somebody waits to be let in */
  'launcher-knock': 0,
  /** New messages */
  'launcher-unread': 0,
  /** Layout */
  layout: 0,
  /** Automatic */
  'layout-auto': 0,
  /** Grid */
  'layout-grid': 0,
  /** Speaker */
  'layout-speaker': 0,
  /** Leave the call */
  leave: 0,
  /** Link to this call */
  link: 0,
  /** Lobby */
  lobby: 0,
  /** Let people in one by one. */
  'lobby-detail': 0,
  /** Lock the room */
  lock: 0,
  /** Nobody new can come in. */
  'lock-detail': 0,
  /** You send an invitation, by chat or e-mail, and get a reply back. */
  'meeting-detail': 0,
  /** Meet without a server */
  'meeting-title': 0,
  /** Message */
  message: 0,
  /** Write a message */
  'message-placeholder': 0,
  /** Send it in smaller parts. */
  'message-too-large-do': 0,
  /** That was too large to send */
  'message-too-large-title': 0,
  /** Messages */
  messages: 0,
  /** Microphone */
  microphone: 0,
  /** Another microphone is in use now. */
  'microphone-changed': 0,
  /** The microphone is now: {0} */
  'microphone-changed-to': 1,
  /** Choose microphone and speaker */
  'microphone-choose': 0,
  /** The microphone is gone. */
  'microphone-lost': 0,
  /** The microphone is gone: {0} */
  'microphone-lost-name': 1,
  /** Microphone {0} */
  'microphone-number': 1,
  /** Microphone off */
  'microphone-off': 0,
  /** Microphone on */
  'microphone-on': 0,
  /** Your microphone hears nothing. Say something, or choose another one. */
  'microphone-silent': 0,
  /** Turn off the microphone (M) */
  'microphone-turn-off': 0,
  /** Turn on the microphone (M) */
  'microphone-turn-on': 0,
  /** More */
  more: 0,
  /** Mute {0} */
  'mute-name': 1,
  /** {0} turned off your microphone. */
  'muted-by': 1,
  /** You are muted. Hold Space to talk, or turn on the microphone. */
  'muted-speaking': 0,
  /** This is not a reply. Copy the whole text that you got back. */
  'not-a-reply': 0,
  /** Ask the person who invited you. */
  'not-admitted-do': 0,
  /** You were not let in */
  'not-admitted-title': 0,
  /** Ask the host of the call to do it. */
  'not-allowed-do': 0,
  /** You may not do that */
  'not-allowed-title': 0,
  /** This is not an invitation. Copy the whole text that you got. */
  'not-an-invitation': 0,
  /** If this is your website, add its address to ALLOWED_ORIGINS of your call server. */
  'origin-not-allowed-do': 0,
  /** Calls are not allowed on this website */
  'origin-not-allowed-title': 0,
  /** Your camera is paused so that you can be heard, and comes back by itself. */
  'own-camera-paused': 0,
  /** This could not be loaded. Check your connection and try again, or load the page again. */
  'part-missing': 0,
  /** Paste the invitation here */
  'paste-invitation': 0,
  /** 2. Paste the reply here */
  'paste-reply': 0,
  /** Direct */
  'path-direct': 0,
  /** Through a relay */
  'path-relay': 0,
  /** They may have lost their connection. Try again in a moment. */
  'peer-unavailable-do': 0,
  /** The other person cannot be reached */
  'peer-unavailable-title': 0,
  /** People in the call */
  people: 0,
  /** Close the list of people */
  'people-close': 0,
  /** In the call */
  'people-here': 0,
  /** People, {0} waiting */
  'people-knocks': 1,
  /** People */
  'people-title': 0,
  /** Waiting */
  'people-waiting': 0,
  /** Camera and microphone are blocked */
  'permission-denied-both': 0,
  /** The camera is blocked */
  'permission-denied-camera': 0,
  /** Allow it with the icon beside the address of this page, then try again. */
  'permission-denied-do': 0,
  /** The microphone is blocked */
  'permission-denied-microphone': 0,
  /** Close the picture */
  'picture-close': 0,
  /** Picture in picture */
  'picture-in-picture': 0,
  /** Show {0} larger */
  'picture-open': 1,
  /** Make large: {0} */
  pin: 1,
  /** Make this tile large */
  'pin-tooltip': 0,
  /** This website does not allow camera and microphone */
  'policy-blocked-both': 0,
  /** This website does not allow the camera */
  'policy-blocked-camera': 0,
  /** Its owner must allow them in the Permissions-Policy header, or in "allow" of the iframe. */
  'policy-blocked-do': 0,
  /** This website does not allow the microphone */
  'policy-blocked-microphone': 0,
  /** Ready to join? */
  'prejoin-title': 0,
  /** Connection */
  quality: 0,
  /** Candidates */
  'quality-candidates': 0,
  /** Close the details */
  'quality-close': 0,
  /** Copy as text */
  'quality-copy': 0,
  /** Good */
  'quality-good': 0,
  /** Loss to you */
  'quality-loss-in': 0,
  /** Loss from you */
  'quality-loss-out': 0,
  /** Weak */
  'quality-low': 0,
  /** Weak connection to {0} */
  'quality-mark-low': 1,
  /** Very weak connection to {0} */
  'quality-mark-very-low': 1,
  /** Nobody else is in the call. */
  'quality-nobody': 0,
  /** Path */
  'quality-path': 0,
  /** Paused: the connection is too weak */
  'quality-paused': 0,
  /** Received */
  'quality-rate-in': 0,
  /** Sent */
  'quality-rate-out': 0,
  /** Round trip */
  'quality-rtt': 0,
  /** Show the connection */
  'quality-show': 0,
  /** Connected for */
  'quality-since': 0,
  /** Connection to */
  'quality-to': 0,
  /** Not known yet */
  'quality-unknown': 0,
  /** Very weak */
  'quality-very-low': 0,
  /** Wait a minute, then try again. */
  'rate-limited-do': 0,
  /** Too many attempts */
  'rate-limited-title': 0,
  /** Applause */
  'reaction-applause': 0,
  /** Celebration */
  'reaction-celebration': 0,
  /** Heart */
  'reaction-heart': 0,
  /** Laughter */
  'reaction-laughter': 0,
  /** Surprise */
  'reaction-surprise': 0,
  /** Thumbs up */
  'reaction-thumbs-up': 0,
  /** Reactions */
  reactions: 0,
  /** Record */
  record: 0,
  /** Recording */
  recording: 0,
  /** The call cannot be recorded here. Try again, or use another browser. */
  'recording-failed': 0,
  /** The recording was stopped, because there is no more room for it. What there is was saved. */
  'recording-full': 0,
  /** {0} is recording. */
  'recording-name': 1,
  /** The recording has no sound, because this page may play none. Click into it, then record again. */
  'recording-silent': 0,
  /** Stop recording */
  'recording-stop': 0,
  /** You are recording. */
  'recording-you': 0,
  /** Decline */
  reject: 0,
  /** Decline {0} */
  'reject-name': 1,
  /** Reload the page */
  reload: 0,
  /** The call begins when the other person has pasted it. */
  'reply-detail': 0,
  /** Try again */
  retry: 0,
  /** Agent */
  'role-agent': 0,
  /** Host */
  'role-host': 0,
  /** Visitor */
  'role-visitor': 0,
  /** Try again when someone has left. */
  'room-full-do': 0,
  /** The call is full */
  'room-full-title': 0,
  /** Ask someone in the call to unlock it, then try again. */
  'room-locked-do': 0,
  /** The call is locked */
  'room-locked-title': 0,
  /** Camera off. */
  'say-camera-off': 0,
  /** Camera on. */
  'say-camera-on': 0,
  /** The call is over. */
  'say-ended': 0,
  /** {0} raised a hand. */
  'say-hand': 1,
  /** You are the host. */
  'say-host': 0,
  /** You joined the call. */
  'say-joined': 0,
  /** Microphone off. */
  'say-microphone-off': 0,
  /** Microphone on. */
  'say-microphone-on': 0,
  /** {0} joined. */
  'say-participant-joined': 1,
  /** {0} left. */
  'say-participant-left': 1,
  /** Connected again. */
  'say-reconnected': 0,
  /** Connection interrupted. Reconnecting. */
  'say-reconnecting': 0,
  /** You stopped recording. */
  'say-recording-stopped': 0,
  /** {0} stopped recording. */
  'say-recording-stopped-name': 1,
  /** You share your screen no more. */
  'say-screenshare-off': 0,
  /** Your computer does not let the browser record the screen */
  'screen-denied': 0,
  /** Allow it in the privacy settings of the system, then try again. */
  'screen-denied-do': 0,
  /** The screen could not be shared */
  'screen-failed': 0,
  /** Try again, or choose another window. */
  'screen-failed-do': 0,
  /** Screen of {0} */
  'screen-of': 1,
  /** This website does not allow sharing the screen */
  'screen-policy': 0,
  /** Its owner must allow "display-capture" in the Permissions-Policy header, or in "allow" of the iframe. */
  'screen-policy-do': 0,
  /** This browser cannot share the screen */
  'screen-unsupported': 0,
  /** Use a browser on a computer; phones do not offer it. */
  'screen-unsupported-do': 0,
  /** Share screen */
  screenshare: 0,
  /** Share your screen */
  'screenshare-start': 0,
  /** Stop sharing your screen */
  'screenshare-stop': 0,
  /** Send */
  send: 0,
  /** 1. Send this invitation */
  'send-invitation': 0,
  /** Send this reply back */
  'send-reply': 0,
  /** Try again in a minute. */
  'server-error-do': 0,
  /** The call server has a problem */
  'server-error-title': 0,
  /** Check your internet connection, then try again. */
  'signaling-unreachable-do': 0,
  /** The call server cannot be reached */
  'signaling-unreachable-title': 0,
  /** Speaker */
  speaker: 0,
  /** This speaker cannot be used. Choose another one. */
  'speaker-failed': 0,
  /** Speaker {0} */
  'speaker-number': 1,
  /** As the system plays it */
  'speaker-system': 0,
  /** Make room on the disk of the receiving device, then send it again. */
  'storage-full-do': 0,
  /** There is no room for the file */
  'storage-full-title': 0,
  /** Picture received */
  'stream-picture-in': 0,
  /** Picture sent */
  'stream-picture-out': 0,
  /** Screen received */
  'stream-screen-in': 0,
  /** Screen sent */
  'stream-screen-out': 0,
  /** Sound received */
  'stream-sound-in': 0,
  /** Sound sent */
  'stream-sound-out': 0,
  /** The system has paused the camera */
  'system-muted-camera': 0,
  /** It comes back by itself. If not, check its switch or key, or turn it off and on here. */
  'system-muted-do': 0,
  /** The system has muted the microphone */
  'system-muted-microphone': 0,
  /** No other address was seen from outside. That is right without a router; else something blocks STUN. */
  'test-address-same': 0,
  /** Run again */
  'test-again': 0,
  /** Calls will have problems here. See below what to do. */
  'test-all-failed': 0,
  /** All is well: calls will work here. */
  'test-all-passed': 0,
  /** Calls will work here, with limits. See below. */
  'test-all-warned': 0,
  /** This browser can make calls */
  'test-browser': 0,
  /** There is no camera. You will see the others, and they will not see you. */
  'test-camera-missing': 0,
  /** Sound and video formats */
  'test-codecs': 0,
  /** Copy report */
  'test-copy': 0,
  /** It is off in the call that is going on. */
  'test-device-off': 0,
  /** Devices */
  'test-devices': 0,
  /** {0} × {1}, {2} pictures per second */
  'test-figures-camera': 3,
  /** Cameras: {0}, microphones: {1} */
  'test-figures-devices': 2,
  /** There and back in {0} ms, {1} % lost */
  'test-figures-relay': 2,
  /** Answers in {0} ms */
  'test-figures-rtt': 1,
  /** The browser allows no sound before you press something. Run the test again with the button. */
  'test-gesture-needed': 0,
  /** Start */
  'test-home': 0,
  /** The call server tells it only to who is in a call. Test during a call. */
  'test-ice-unknown': 0,
  /** This takes about ten seconds. Nothing is recorded, and nobody sees or hears you. */
  'test-intro': 0,
  /** The call server answers, and lets in only who was invited. Test on the page of the call. */
  'test-invitation-needed': 0,
  /** The call server refuses the invitation. Open the link again, or ask for a new one. */
  'test-invitation-refused': 0,
  /** Level of the microphone */
  'test-level': 0,
  /** There is no microphone. You will hear the others, and they will not hear you. */
  'test-microphone-missing': 0,
  /** Not tested, because something before it failed. */
  'test-needs-other': 0,
  /** These calls use no server. */
  'test-no-server': 0,
  /** Calls of this page do not use it. */
  'test-not-wanted': 0,
  /** The call server does not know this website. Its owner must list it in ALLOWED_ORIGINS. */
  'test-origin-not-allowed': 0,
  /** There was no answer in time. Try again. */
  'test-out-of-time': 0,
  /** The browser starts no sound. Connect speakers or headphones, then test again. */
  'test-output-missing': 0,
  /** Connection within this browser */
  'test-peer-connection': 0,
  /** The website allows calls */
  'test-permissions-policy': 0,
  /** The picture is black. Open the shutter of the camera, or turn on a light. */
  'test-picture-dark': 0,
  /** The camera gives no picture. Unplug it and plug it in again, or restart the computer. */
  'test-picture-missing': 0,
  /** The camera gives few pictures. Turn on a light, and close other programs. */
  'test-picture-slow': 0,
  /** Screens cannot be shared: the owner of the website does not allow "display-capture". */
  'test-policy-screen': 0,
  /** Too many attempts. Wait a minute, then try again. */
  'test-rate-limited': 0,
  /** The call server refuses this page. Load it again, then try once more. */
  'test-refused': 0,
  /** Call through the relay */
  'test-relay': 0,
  /** The relay answers, but lets nothing through. Its owner must check its addresses and its ports. */
  'test-relay-broken': 0,
  /** Many packets get lost. Go nearer to the Wi-Fi, use a cable, or stop downloads. */
  'test-relay-lossy': 0,
  /** Packets take long. People will talk at the same time; another network may be quicker. */
  'test-relay-slow': 0,
  /** Report */
  'test-report': 0,
  /** Testing. Please say something. */
  'test-running': 0,
  /** The page is secure */
  'test-secure-context': 0,
  /** The call server has a problem. Its owner finds it at /v1/health. */
  'test-server-error': 0,
  /** The call server answers slowly. Joining takes a while; a call that goes on is not slower. */
  'test-server-slow': 0,
  /** The call server does not answer. Check your internet connection; a proxy may block WebSockets. */
  'test-server-unreachable': 0,
  /** Call server */
  'test-signaling': 0,
  /** Nothing was heard. Speak during the test; check the switch of the microphone and its volume. */
  'test-silence': 0,
  /** Start the test */
  'test-start': 0,
  /** Problem */
  'test-state-failed': 0,
  /** OK */
  'test-state-passed': 0,
  /** Being tested */
  'test-state-running': 0,
  /** Not tested */
  'test-state-skipped': 0,
  /** Waiting */
  'test-state-waiting': 0,
  /** Not ideal */
  'test-state-warned': 0,
  /** Stop */
  'test-stop': 0,
  /** Way to the internet */
  'test-stun': 0,
  /** No STUN server is set, as on a computer where calls are only tried out. */
  'test-stun-missing': 0,
  /** Direct calls will hardly work: the network blocks UDP. Try another network, or turn off the VPN. */
  'test-stun-unreachable': 0,
  /** Test your device and network */
  'test-title': 0,
  /** There is no relay, without which some networks cannot connect. The owner of the call server can set TURN_KEY_ID and TURN_KEY_API_TOKEN (Cloudflare), or TURN_URLS and TURN_SECRET (coturn). */
  'test-turn-missing': 0,
  /** There is no relay, and on this computer nobody needs one. For calls over the internet set TURN_KEY_ID and TURN_KEY_API_TOKEN (Cloudflare), or TURN_URLS and TURN_SECRET (coturn). */
  'test-turn-missing-local': 0,
  /** There is no relay: the property iceServers of this page has no turn: url. */
  'test-turn-missing-own': 0,
  /** There is no relay. */
  'test-turn-none': 0,
  /** The relay of this call server does not offer it. */
  'test-turn-not-offered': 0,
  /** This way is blocked here. Calls take another way to the relay. */
  'test-turn-other-way': 0,
  /** The relay refuses the credentials. The owner of the call server must check its TURN settings. */
  'test-turn-refused': 0,
  /** The relay refuses the credentials. Check the property iceServers of this page. */
  'test-turn-refused-own': 0,
  /** Relay over TCP */
  'test-turn-tcp': 0,
  /** Relay over TLS */
  'test-turn-tls': 0,
  /** Relay over UDP */
  'test-turn-udp': 0,
  /** The relay cannot be reached. A firewall may block it: try another network, or turn off the VPN. */
  'test-turn-unreachable': 0,
  /** The test itself failed here. Please send the report to the owner of this page. */
  'test-unexpected': 0,
  /** The browser lets no connection through. An extension or a rule of your company may turn off WebRTC. */
  'test-webrtc-blocked': 0,
  /** Connecting… */
  'tile-connecting': 0,
  /** No connection */
  'tile-disconnected': 0,
  /** Reconnecting… */
  'tile-reconnecting': 0,
  /** Time in the call */
  timer: 0,
  /** Reload the page to get a new one. */
  'token-expired-do': 0,
  /** Your invitation has expired */
  'token-expired-title': 0,
  /** Open the link you were sent once more, or ask for a new one. */
  'token-invalid-do': 0,
  /** Your invitation is not valid */
  'token-invalid-title': 0,
  /** The call may still work. If it does not, try another network. */
  'turn-unavailable-do': 0,
  /** The relay for strict networks is not available */
  'turn-unavailable-title': 0,
  /** {0} is typing */
  'typing-one': 1,
  /** Several people are typing */
  'typing-several': 0,
  /** {0} and {1} are typing */
  'typing-two': 2,
  /** Turn on again */
  unmute: 0,
  /** Let go of this tile */
  'unpin-tooltip': 0,
  /** This browser cannot use the camera */
  'unsupported-browser-camera': 0,
  /** Use a current version of Chrome, Edge, Firefox or Safari. */
  'unsupported-browser-do': 0,
  /** This browser cannot use the microphone */
  'unsupported-browser-microphone': 0,
  /** This browser cannot make calls */
  'unsupported-browser-title': 0,
  /** Reload the page to get the current version. */
  'unsupported-version-do': 0,
  /** This page is out of date */
  'unsupported-version-title': 0,
  /** Delete */
  'voice-delete': 0,
  /** {0} left */
  'voice-left': 1,
  /** Listen */
  'voice-play': 0,
  /** Record a voice message */
  'voice-record': 0,
  /** Stop */
  'voice-stop': 0,
  /** Voice message */
  'voice-title': 0,
  /** The call starts when someone else joins. */
  'waiting-detail': 0,
  /** Send this link to whoever should join. */
  'waiting-share': 0,
  /** You are the only one here */
  'waiting-title': 0,
  /** The connection is weak. */
  'weak-connection': 0,
  /** Your connection is weak. */
  'weak-own': 0,
  /** Close */
  'window-close': 0,
  /** Leave */
  'window-leave': 0,
  /** Minimize; the call goes on */
  'window-minimize': 0,
  /** Move with the arrow keys, or press for the next corner */
  'window-move': 0,
  /** Leave the call? */
  'window-question': 0,
  /** Stay */
  'window-stay': 0,
  /** You */
  you: 0,
  /** Your camera */
  'your-camera': 0,
  /** Your name */
  'your-name': 0,
} as const;

export type StringId = keyof typeof STRING_IDS;
