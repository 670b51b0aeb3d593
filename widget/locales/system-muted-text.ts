/** The words for a device that the system keeps silent or black. Whole sentences for each, because languages inflect. */
import { msg } from '@lit/localize';

/** On, but nothing comes through: a closed lid, a hardware key, a phone call. */
export function systemMutedText(device: 'microphone' | 'camera'): { title: string; whatToDo: string } {
  const whatToDo = msg('It comes back by itself. If not, check its switch or key, or turn it off and on here.', {
    id: 'system-muted-do',
  });
  return device === 'camera'
    ? { title: msg('The system has paused the camera', { id: 'system-muted-camera' }), whatToDo }
    : { title: msg('The system has muted the microphone', { id: 'system-muted-microphone' }), whatToDo };
}
