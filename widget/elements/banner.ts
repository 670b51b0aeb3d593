/** A line over the stage, as whoever has something to say describes it. */
import type { TextButton } from './controls.ts';
import type { Icon } from './icons.ts';

export interface Banner {
  readonly id: string;
  readonly kind: 'quiet' | 'warning' | 'recording';
  readonly icon?: Icon;
  readonly text: string;
  readonly dismissible: boolean;
  /** What can be done about it. */
  readonly actions?: readonly TextButton[];
}
