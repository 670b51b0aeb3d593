/** The picture of a camera as a drawing. `look`: 'blurred', 'pixels' or 'grey', always the whole of it. */
export async function drawn(track, signal, look) {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  const canvas = document.createElement('canvas');
  const few = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const draw = () => {
    const { videoWidth: width, videoHeight: height } = video;
    if (signal.aborted || width === 0) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (look === 'grey') {
      context.drawImage(video, 0, 0);
      context.globalCompositeOperation = 'saturation';
      context.fillStyle = 'grey';
      context.fillRect(0, 0, width, height);
      context.globalCompositeOperation = 'source-over';
      return;
    }
    // So few pixels that nothing can be made out, then large again.
    Object.assign(few, { width: Math.ceil(width / 32), height: Math.ceil(height / 32) });
    few.getContext('2d').drawImage(video, 0, 0, few.width, few.height);
    context.imageSmoothingEnabled = look === 'blurred';
    context.drawImage(few, 0, 0, width, height);
  };
  const drawAgain = () => {
    draw();
    if (!signal.aborted && video.requestVideoFrameCallback) video.requestVideoFrameCallback(drawAgain);
  };
  // A page that is hidden gets no frames, an old browser none at all.
  const timer = setInterval(() => (document.hidden || !video.requestVideoFrameCallback) && draw(), 66);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    video.srcObject = null;
  });
  await video.play();
  drawAgain();
  return canvas.captureStream().getVideoTracks()[0];
}

/** The sound of a microphone without hum, and nearly silent between the words. */
export function cleaned(track, signal) {
  const context = new AudioContext();
  const noHum = new BiquadFilterNode(context, { type: 'highpass', frequency: 100 });
  const gate = new GainNode(context);
  const meter = new AnalyserNode(context, { fftSize: 1024 });
  const output = context.createMediaStreamDestination();
  context
    .createMediaStreamSource(new MediaStream([track]))
    .connect(noHum)
    .connect(gate)
    .connect(output);
  noHum.connect(meter);
  const samples = new Float32Array(meter.fftSize);
  let openUntil = 0;
  const timer = setInterval(() => {
    meter.getFloatTimeDomainData(samples);
    const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    // In a page that is hidden this runs too seldom to open in time.
    if (loudness > 0.01 || document.hidden) openUntil = context.currentTime + 0.4;
    gate.gain.setTargetAtTime(context.currentTime < openUntil ? 1 : 0.05, context.currentTime, 0.02);
  }, 25);
  // A page may make no sound, not even one that it only sends, before somebody touches it.
  const resume = () => context.resume().catch(() => {});
  void resume();
  for (const gesture of ['pointerdown', 'pointerup', 'keydown']) addEventListener(gesture, resume, { signal });
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    void context.close();
  });
  return output.stream.getAudioTracks()[0];
}
