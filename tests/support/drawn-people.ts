/**
 * Cameras that show drawn people, for pictures of calls: `installDrawnPerson` runs in a page before its scripts, and gives it a camera
 * and a microphone of its own. It is handed to the page as text, so that it uses nothing of this file. Knows no call.
 */

/** Which of the drawn people: 0 to 3. */
export type PersonIndex = 0 | 1 | 2 | 3;

/** @param index of the person. @param isSpeaking whether the microphone hears something. @param scale of the picture: 1 is 1280 x 720. */
export function installDrawnPerson(index: number, isSpeaking: boolean, scale: number): void {
  const WIDTH = 1280;
  const HEIGHT = 720;
  const looks = [
    {
      wall: ['#d9e6e3', '#aac6c1'],
      skin: '#f0c8a8',
      shade: '#dfae8a',
      hair: '#4a2f22',
      top: '#c2553f',
      style: 'bob',
      decor: 'plant',
    },
    {
      wall: ['#e9dcc8', '#cdb48f'],
      skin: '#9a6442',
      shade: '#845335',
      hair: '#1f1713',
      top: '#2f5d7c',
      style: 'short',
      decor: 'shelf',
    },
    {
      wall: ['#dfe0ee', '#b3b5d4'],
      skin: '#c98f68',
      shade: '#b37b56',
      hair: '#2b1d1a',
      top: '#e0b13c',
      style: 'curly',
      decor: 'window',
    },
    {
      wall: ['#dce8d4', '#aac39a'],
      skin: '#f3d2b8',
      shade: '#e2b898',
      hair: '#b98446',
      top: '#3d6b52',
      style: 'beard',
      decor: 'lamp',
    },
  ];
  const look = looks[index % looks.length];
  if (!look) throw new Error('nobody');
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH * scale, height: HEIGHT * scale });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.scale(scale, scale);

  const oval = (colour: string, x: number, y: number, rx: number, ry: number, turn = 0): void => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x, y, rx, ry, turn, 0, Math.PI * 2);
    context.fill();
  };
  const box = (colour: string, x: number, y: number, width: number, height: number, radius: number): void => {
    context.fillStyle = colour;
    context.beginPath();
    context.roundRect(x, y, width, height, radius);
    context.fill();
  };
  const shape = (colour: string, path: string): void => {
    context.fillStyle = colour;
    context.fill(new Path2D(path));
  };
  const line = (colour: string, width: number, path: string): void => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineCap = 'round';
    context.stroke(new Path2D(path));
  };

  const drawRoom = (): void => {
    const light = context.createLinearGradient(0, 0, WIDTH * 0.4, HEIGHT);
    light.addColorStop(0, look.wall[0] ?? '');
    light.addColorStop(1, look.wall[1] ?? '');
    context.fillStyle = light;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    if (look.decor === 'plant') {
      box('#b9794f', 1000, 560, 130, 160, 14);
      for (const [turn, length] of [
        [-0.9, 210],
        [-0.45, 270],
        [0, 300],
        [0.45, 260],
        [0.9, 200],
      ] as const) {
        context.save();
        context.translate(1065, 570);
        context.rotate(turn);
        oval(turn === 0 ? '#3f7a5c' : '#4f8d6c', 0, -length / 2, 34, length / 2);
        context.restore();
      }
      box('#f6f1e7', 130, 90, 230, 290, 8);
      box('#7fb0a8', 152, 112, 186, 246, 4);
      oval('#f2c38b', 270, 190, 44, 44);
      shape('#3f7d76', 'M152 358 V300 Q210 240 260 300 T338 270 V358 Z');
    }
    if (look.decor === 'shelf') {
      for (const y of [210, 430]) box('#8f6a43', 60, y, 330, 16, 6);
      const books = ['#b14a3a', '#33566b', '#d9a441', '#5f7f5a', '#7a4d6d', '#33566b', '#c97b4a'];
      for (const [place, colour] of books.entries()) {
        box(colour, 76 + place * 40, 92 + (place % 3) * 14, 32, 118 - (place % 3) * 14, 5);
        box(books[(place + 3) % 7] ?? '', 84 + place * 38, 316 + (place % 2) * 20, 30, 114 - (place % 2) * 20, 5);
      }
      box('#f4ead9', 960, 110, 220, 160, 8);
      line('#c2553f', 10, 'M990 230 Q1040 140 1080 200 T1150 150');
    }
    if (look.decor === 'window') {
      box('#fbfbff', 60, 60, 320, 440, 12);
      box('#a9d0ee', 80, 80, 134, 400, 6);
      box('#bfe0f7', 226, 80, 134, 400, 6);
      oval('#ffffff', 150, 190, 60, 24);
      oval('#ffffff', 292, 260, 52, 20);
      shape('#7fae84', 'M80 480 V400 Q147 350 214 410 V480 Z M226 480 V420 Q300 370 360 400 V480 Z');
      box('#f4f2ea', 1010, 150, 150, 200, 8);
      oval('#8b78b3', 1085, 250, 46, 62);
    }
    if (look.decor === 'lamp') {
      const glow = context.createRadialGradient(1080, 250, 20, 1080, 250, 330);
      glow.addColorStop(0, 'rgba(255,240,190,0.95)');
      glow.addColorStop(1, 'rgba(255,240,190,0)');
      context.fillStyle = glow;
      context.fillRect(700, 0, 580, 620);
      shape('#f7efd8', 'M1020 280 L1050 160 H1110 L1140 280 Z');
      line('#6b4a2b', 12, 'M1080 280 V720');
      box('#7a5a3a', 90, 470, 320, 250, 12);
      box('#94704a', 112, 494, 276, 90, 8);
      oval('#5f7f5a', 180, 430, 62, 54);
      box('#d9d3c4', 150, 430, 60, 44, 8);
    }
  };

  const drawPerson = (time: number): void => {
    const sway = Math.sin(time / 1_700 + index) * 7;
    const nod = Math.sin(time / 1_100 + index * 2) * 4;
    const openness = isSpeaking ? 8 + 12 * Math.abs(Math.sin(time / 130)) : 0;
    context.save();
    context.translate(sway, 0);
    if (look.style === 'bob')
      shape(
        look.hair,
        'M470 330 Q470 130 640 130 Q812 130 810 330 Q822 470 796 520 Q640 560 484 520 Q458 470 470 330 Z',
      );
    if (look.style === 'curly') {
      for (const [x, y, r] of [
        [520, 210, 84],
        [600, 150, 92],
        [690, 150, 92],
        [762, 212, 84],
        [490, 300, 78],
        [792, 304, 78],
        [500, 390, 66],
        [782, 392, 66],
      ] as const) {
        oval(look.hair, x, y, r, r);
      }
    }
    shape(look.top, 'M330 740 Q340 575 500 545 Q580 530 590 505 H690 Q700 530 780 545 Q940 575 950 740 Z');
    shape(look.shade, 'M588 470 H692 V540 Q690 590 640 596 Q590 590 588 540 Z');
    context.translate(0, nod);
    oval(look.skin, 520, 360, 22, 34);
    oval(look.skin, 760, 360, 22, 34);
    shape(look.skin, 'M522 330 Q520 190 640 190 Q760 190 758 330 Q760 520 640 530 Q520 520 522 330 Z');
    if (look.style === 'beard') {
      shape(
        look.hair,
        'M524 370 Q526 548 640 556 Q754 548 756 370 Q748 430 708 436 Q640 408 572 436 Q532 430 524 370 Z',
      );
      shape(
        look.hair,
        'M521 326 Q500 150 648 158 Q784 160 759 326 Q752 250 700 236 Q590 246 540 250 Q526 280 521 326 Z',
      );
    }
    if (look.style === 'short')
      shape(
        look.hair,
        'M521 326 Q490 152 640 146 Q792 152 759 326 Q756 262 722 240 Q640 214 558 240 Q524 262 521 326 Z',
      );
    if (look.style === 'bob')
      shape(
        look.hair,
        'M514 360 Q500 168 640 166 Q782 168 766 360 Q752 270 690 236 Q600 290 540 290 Q522 312 514 360 Z',
      );
    if (look.style === 'curly') {
      for (const [x, y, r] of [
        [556, 222, 46],
        [606, 200, 48],
        [668, 198, 48],
        [722, 220, 46],
      ] as const)
        oval(look.hair, x, y, r, r * 0.8);
    }
    for (const x of [588, 692]) {
      line('#3a2a22', 9, `M${x - 26} 312 Q${x} 300 ${x + 26} 312`);
      oval('#ffffff', x, 350, 21, 15);
      oval('#33251f', x, 350, 11, 12);
      oval('#ffffff', x + 4, 346, 3, 3);
    }
    line(look.shade, 8, 'M640 360 Q652 400 634 408');
    if (openness > 4) {
      shape('#7c2f2c', `M598 446 Q640 ${458 + openness * 2.6} 682 446 Q640 ${452} 598 446 Z`);
    } else line('#9c4a42', 8, 'M598 448 Q640 478 682 448');
    if (index === 1) {
      line(
        '#22303a',
        7,
        'M548 350 a38 32 0 1 0 76 0 a38 32 0 1 0 -76 0 M656 350 a38 32 0 1 0 76 0 a38 32 0 1 0 -76 0 M624 346 Q640 338 656 346',
      );
    }
    context.restore();
  };

  const draw = (): void => {
    drawRoom();
    drawPerson(performance.now());
  };
  draw();
  // Few frames: several encoders share a machine.
  setInterval(draw, 120);

  const camera = (): MediaStreamTrack[] => canvas.captureStream(8).getVideoTracks();
  const microphone = (): MediaStreamTrack[] => {
    const audio = new AudioContext();
    const [voice, volume, target] = [
      audio.createOscillator(),
      audio.createGain(),
      audio.createMediaStreamDestination(),
    ];
    voice.frequency.value = 180;
    volume.gain.value = isSpeaking ? 0.25 : 0;
    voice.connect(volume).connect(target);
    voice.start();
    return target.stream.getAudioTracks();
  };
  navigator.mediaDevices.getUserMedia = async ({ audio, video } = {}) =>
    new MediaStream([...(video ? camera() : []), ...(audio ? microphone() : [])]);
}
