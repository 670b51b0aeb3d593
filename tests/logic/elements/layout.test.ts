import { describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import type { Participant } from '../../../widget/call/participant.ts';
import { LAYOUTS, type Layout, arrange, keyOf } from '../../../widget/elements/layout.ts';

/** `bob`, or with a shared screen `bob+screen`. */
function other(text: string): Participant {
  const [id = '', screen] = text.split('+');
  return {
    id: id as PeerId,
    name: id,
    role: 'guest',
    local: false,
    joinedAt: 0,
    microphoneEnabled: true,
    cameraEnabled: false,
    screenshareEnabled: screen !== undefined,
    handRaised: false,
    isRecording: false,
    microphoneTrack: null,
    cameraTrack: null,
    screenTrack: screen === undefined ? null : ({} as MediaStreamTrack),
    screenAudioTrack: null,
    connectionState: 'connected',
    connectionPath: null,
    networkQuality: null,
    cameraPaused: false,
    ownCameraPaused: false,
  };
}

type Row = readonly [
  name: string,
  layout: Layout,
  others: readonly string[],
  chosen: { readonly pinned?: string; readonly speaker?: string },
  expected: readonly [focus: string | null, hasCorner: boolean, count: number],
];

const ROWS: readonly Row[] = [
  ['auto: alone', 'auto', [], {}, [null, false, 1]],
  ['auto: two have the own tile in the corner', 'auto', ['bob'], {}, [null, true, 1]],
  ['auto: three share the grid', 'auto', ['bob', 'carol'], {}, [null, false, 3]],
  ['auto: nobody is large for speaking', 'auto', ['bob', 'carol'], { speaker: 'carol' }, [null, false, 3]],
  ['auto: a screen has the stage', 'auto', ['bob+screen'], {}, ['bob screen', false, 3]],
  ['auto: the first of two screens', 'auto', ['bob', 'carol+screen', 'dave+screen'], {}, ['carol screen', false, 6]],
  ['grid: two are alike', 'grid', ['bob'], {}, [null, false, 2]],
  ['grid: a screen is one of all', 'grid', ['bob+screen', 'carol'], {}, [null, false, 4]],
  ['speaker: two need no stage', 'speaker', ['bob'], { speaker: 'bob' }, [null, true, 1]],
  ['speaker: the first where nobody has spoken yet', 'speaker', ['bob', 'carol'], {}, ['bob', false, 3]],
  ['speaker: who speaks', 'speaker', ['bob', 'carol'], { speaker: 'carol' }, ['carol', false, 3]],
  ['speaker: one who left speaks no more', 'speaker', ['bob', 'carol'], { speaker: 'dave' }, ['bob', false, 3]],
  ['speaker: a screen goes first', 'speaker', ['bob', 'carol+screen'], { speaker: 'bob' }, ['carol screen', false, 4]],
  ['pinned: in the grid', 'grid', ['bob', 'carol'], { pinned: 'carol' }, ['carol', false, 3]],
  ['pinned: before a screen', 'auto', ['bob+screen', 'carol'], { pinned: 'carol' }, ['carol', false, 4]],
  [
    'pinned: the second screen',
    'auto',
    ['bob+screen', 'carol+screen'],
    { pinned: 'carol screen' },
    ['carol screen', false, 5],
  ],
  ['pinned: before who speaks', 'speaker', ['bob', 'carol'], { pinned: 'bob', speaker: 'carol' }, ['bob', false, 3]],
  ['pinned: oneself', 'auto', ['bob'], { pinned: 'local' }, ['local', false, 2]],
  ['pinned: the only other one is large anyway', 'auto', ['bob'], { pinned: 'bob' }, [null, true, 1]],
  ['pinned: oneself alone', 'auto', [], { pinned: 'local' }, [null, false, 1]],
  ['pinned: a screen that is shared no more', 'auto', ['bob', 'carol'], { pinned: 'bob screen' }, [null, false, 3]],
];

describe('arrange', () => {
  it.for(ROWS)('%s', ([, layout, names, { pinned, speaker }, [focus, hasCorner, count]]) => {
    expect(arrange(layout, names.map(other), pinned, speaker)).toEqual({ focus, hasCorner, count });
  });

  it.for(LAYOUTS)('gives the stage only to a tile that is there (%s)', (layout) => {
    for (let size = 0; size <= 7; size += 1) {
      const others = Array.from({ length: size }, (_, index) => other(`p${index}`));
      const { focus, count } = arrange(layout, others, 'nobody', 'nobody');
      expect([null, ...others.map(keyOf)]).toContain(focus);
      expect(count).toBe(size === 1 && layout !== 'grid' ? 1 : size + 1);
    }
  });
});
