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

/** @param index which portrait. @returns a live video track of 640 x 360 at about 15 frames a second. */
export function portraitTrack(index: number): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const context = canvas.getContext('2d');
  const portrait = PORTRAITS[index % PORTRAITS.length];
  if (!context || !portrait) throw new Error('no canvas');
  let frame = 0;
  const paint = (): void => draw(context, portrait, (frame += 1));
  paint();
  const [track] = canvas.captureStream(15).getVideoTracks();
  if (!track) throw new Error('no track');
  const timer = setInterval(() => (track.readyState === 'ended' ? clearInterval(timer) : paint()), 66);
  return track;
}
