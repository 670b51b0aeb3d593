/** Moving pictures without a camera: a canvas that draws a calm portrait, so that screenshots look like a call. */

interface Portrait {
  readonly wall: string;
  readonly skin: string;
  readonly hair: string;
  readonly shirt: string;
}

const PORTRAITS: readonly Portrait[] = [
  { wall: '#8fa7b3', skin: '#e0b394', hair: '#3a2b22', shirt: '#2f4858' },
  { wall: '#c9b79c', skin: '#8d5a3b', hair: '#1d1613', shirt: '#a5402d' },
  { wall: '#9fb58f', skin: '#f0cbb0', hair: '#b5793a', shirt: '#e8e4da' },
  { wall: '#b4a1bd', skin: '#c68863', hair: '#2a2024', shirt: '#26466d' },
];

function draw(context: CanvasRenderingContext2D, { wall, skin, hair, shirt }: Portrait, frame: number): void {
  const { width, height } = context.canvas;
  const light = context.createLinearGradient(0, 0, width, height);
  light.addColorStop(0, wall);
  light.addColorStop(1, '#39434b');
  context.fillStyle = light;
  context.fillRect(0, 0, width, height);
  const x = width / 2 + Math.sin(frame / 10) * 4;
  const oval = (color: string, y: number, radiusX: number, radiusY: number): void => {
    context.fillStyle = color;
    context.beginPath();
    context.ellipse(x, y, radiusX, radiusY, 0, 0, Math.PI * 2);
    context.fill();
  };
  oval(shirt, height * 1.08, width * 0.27, height * 0.42);
  oval(skin, height * 0.66, width * 0.06, height * 0.14);
  oval(hair, height * 0.4, width * 0.135, height * 0.27);
  oval(skin, height * 0.45, width * 0.11, height * 0.22);
}

function drawSlide(context: CanvasRenderingContext2D, frame: number): void {
  const { width, height } = context.canvas;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#0b6b64';
  context.fillRect(0, 0, width, height * 0.02);
  context.fillStyle = '#14171d';
  context.font = `600 ${height * 0.08}px sans-serif`;
  context.fillText('Autumn plan', width * 0.06, height * 0.16);
  context.font = `${height * 0.045}px sans-serif`;
  for (const [line, text] of ['Calls that do not drop', 'Devices that come and go', 'Screens one can read'].entries()) {
    context.fillText(`${line + 1}.  ${text}`, width * 0.06, height * (0.3 + line * 0.1));
  }
  context.fillStyle = '#566070';
  context.fillText(`${frame % 60}`, width * 0.92, height * 0.95);
}

/** Ends each of those that run. */
const running = new Set<() => void>();

/** Ends all that were made here: each that runs takes its share of the machine, whether anybody looks or not. */
export function endPictures(): void {
  for (const end of running) end();
  running.clear();
}

/** @param index which portrait. @returns a live video track of 640 x 360 at about 15 frames a second. */
export function portraitTrack(index: number): MediaStreamTrack {
  const portrait = PORTRAITS[index % PORTRAITS.length];
  if (!portrait) throw new Error('no portrait');
  return paintedTrack(640, 360, (context, frame) => draw(context, portrait, frame));
}

/** @returns a live video track of 1280 x 800, with text one should be able to read. */
export function slideTrack(): MediaStreamTrack {
  return paintedTrack(1280, 800, drawSlide);
}

/** @returns a live sound track with a tone; silent where the browser waits for a gesture. */
export function toneTrack(): MediaStreamTrack {
  const context = new AudioContext();
  const [tone, volume, target] = [
    context.createOscillator(),
    context.createGain(),
    context.createMediaStreamDestination(),
  ];
  volume.gain.value = 0.2;
  tone.connect(volume).connect(target);
  tone.start();
  const [track] = target.stream.getAudioTracks();
  if (!track) throw new Error('no track');
  running.add(() => {
    track.stop();
    void context.close();
  });
  return track;
}

/** @returns a picture as others send it: a PNG of 1280 x 800 whose type nobody believes. */
export function pictureFile(name: string): File {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 800 });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  drawSlide(context, 1);
  const [, base64 = ''] = canvas.toDataURL('image/png').split(',');
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new File([bytes], name, { type: 'application/octet-stream' });
}

function paintedTrack(
  width: number,
  height: number,
  drawFrame: (context: CanvasRenderingContext2D, frame: number) => void,
): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  let frame = 0;
  const paint = (): void => drawFrame(context, (frame += 1));
  paint();
  const [track] = canvas.captureStream(15).getVideoTracks();
  if (!track) throw new Error('no track');
  const timer = setInterval(() => (track.readyState === 'ended' ? clearInterval(timer) : paint()), 66);
  running.add(() => {
    track.stop();
    clearInterval(timer);
  });
  return track;
}
