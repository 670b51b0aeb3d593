/**
 * Draws everybody into one picture, with names, and shared screens large. It stands in no document. Knows neither when it is drawn
 * nor where it goes.
 */
import { type Box, PICTURE, fitted, recordingLayout } from './recording-layout.ts';

/** Somebody, or something that is shared. */
export interface Shown {
  readonly name: string;
  /** Null: the name stands in the middle. */
  readonly track: MediaStreamTrack | null;
  readonly isScreen: boolean;
}

const FONT = 'system-ui, sans-serif';
const NAME_HEIGHT = 30;

export class PictureGrid {
  readonly canvas = Object.assign(document.createElement('canvas'), PICTURE);
  readonly #context: CanvasRenderingContext2D;
  readonly #videos = new Map<MediaStreamTrack, HTMLVideoElement>();
  #shown: readonly Shown[] = [];
  #boxes: readonly Box[] = [];

  /** @throws where the browser draws nothing. */
  constructor() {
    const context = this.canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('no canvas');
    this.#context = context;
  }

  /** These are seen from the next drawing on, and no others. */
  update(shown: readonly Shown[]): void {
    this.#shown = [...shown].sort((a, b) => Number(b.isScreen) - Number(a.isScreen));
    const screenCount = shown.filter(({ isScreen }) => isScreen).length;
    this.#boxes = recordingLayout(screenCount, shown.length - screenCount);
    const tracks = new Set(shown.map(({ track }) => track));
    for (const [track, video] of this.#videos) {
      if (tracks.has(track)) continue;
      video.srcObject = null;
      this.#videos.delete(track);
    }
    for (const track of tracks) if (track !== null && !this.#videos.has(track)) this.#videos.set(track, play(track));
  }

  draw(): void {
    this.#context.fillStyle = '#101216';
    this.#context.fillRect(0, 0, PICTURE.width, PICTURE.height);
    for (const [index, shown] of this.#shown.entries()) {
      const box = this.#boxes[index];
      if (box !== undefined) this.#drawOne(shown, box);
    }
  }

  close(): void {
    this.update([]);
  }

  #drawOne({ name, track, isScreen }: Shown, box: Box): void {
    const context = this.#context;
    const video = track === null ? undefined : this.#videos.get(track);
    context.fillStyle = '#23272f';
    context.fillRect(box.x, box.y, box.width, box.height);
    if (video === undefined || track?.muted !== false || video.videoWidth === 0) return this.#drawLargeName(name, box);
    const { from, to } = fitted({ width: video.videoWidth, height: video.videoHeight }, box, isScreen);
    context.drawImage(video, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
    this.#drawSmallName(name, box);
  }

  #drawLargeName(name: string, box: Box): void {
    const context = this.#context;
    context.font = `600 ${Math.round(Math.min(44, box.height / 4, box.width / 8))}px ${FONT}`;
    context.fillStyle = '#f1f3f6';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(this.#shortened(name, box.width - 24), box.x + box.width / 2, box.y + box.height / 2);
  }

  #drawSmallName(name: string, box: Box): void {
    if (name === '') return;
    const context = this.#context;
    context.font = `500 17px ${FONT}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const text = this.#shortened(name, box.width - 36);
    const y = box.y + box.height - NAME_HEIGHT - 6;
    context.fillStyle = 'rgb(16 18 22 / 0.72)';
    context.beginPath();
    context.roundRect(box.x + 6, y, context.measureText(text).width + 20, NAME_HEIGHT, 8);
    context.fill();
    context.fillStyle = '#ffffff';
    context.fillText(text, box.x + 16, y + NAME_HEIGHT / 2);
  }

  /** As much of the text as there is room for. */
  #shortened(text: string, width: number): string {
    let characters = Array.from(text);
    let result = text;
    while (characters.length > 0 && this.#context.measureText(result).width > width) {
      characters = characters.slice(0, -1);
      result = `${characters.join('').trimEnd()}…`;
    }
    return result;
  }
}

/** Plays a track where nobody sees it, so that its frames can be drawn. */
function play(track: MediaStreamTrack): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  video.play().catch(() => undefined);
  return video;
}
