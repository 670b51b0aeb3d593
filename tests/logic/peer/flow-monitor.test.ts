/** Whether packets flow: beats, counters, silences, over a clock of the test's. */
import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../../widget/data/heartbeat.ts';
import { FlowMonitor } from '../../../widget/peer/flow-monitor.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MEDIA: Heartbeat = { rx: true, tx: 3 };
const NO_MEDIA: Heartbeat = { rx: true, tx: 0 };

/** A monitor, the counters it reads, and when it told what. */
function monitored() {
  const clock = new VirtualClock();
  const log: string[] = [];
  const it = { packetCount: 0 as number | null, countCalls: 0 };
  const beats: Heartbeat[] = [];
  const monitor = new FlowMonitor({
    clock,
    countPackets: async () => {
      it.countCalls += 1;
      return it.packetCount;
    },
    sendBeat: (beat) => beats.push(beat),
    sending: () => 3,
    onchange: () =>
      log.push(`${clock.now()} ${monitor.isReceiving ? 'receiving' : 'silent'} ${String(monitor.isReceived)}`),
    ondoubt: () => log.push(`${clock.now()} doubt`),
  });
  /** A beat every half second and packets all the time, where given, for `ms`. */
  const feed = async (ms: number, beat: Heartbeat | null, packets = 0): Promise<void> => {
    for (let passedMs = 0; passedMs < ms; passedMs += 500) {
      for (const partMs of [249, 250]) {
        await clock.advance(partMs);
        if (it.packetCount !== null) it.packetCount += packets;
      }
      if (beat !== null) monitor.hear(beat);
      await clock.advance(1);
    }
  };
  const running = async (beat: Heartbeat): Promise<void> => {
    monitor.start();
    await feed(2_000, beat, 25);
    log.length = 0;
  };
  return { clock, log, it, beats, monitor, feed, running };
}

describe('a connection on which all is well', () => {
  it('never has its counters read', async () => {
    const { it: counters, monitor, feed, log } = monitored();
    monitor.start();
    await feed(60_000, MEDIA, 25);
    expect(counters.countCalls).toBe(0);
    expect(log).toEqual(['0 receiving null', '499 receiving null', '499 receiving true']);
  });

  it('says that it hears from the first beat on, and what it sends', async () => {
    const { beats, monitor, clock } = monitored();
    monitor.start();
    expect(beats).toEqual([{ rx: false, tx: 3 }]);
    await clock.advance(100);
    monitor.hear(MEDIA);
    expect(beats.at(-1)).toEqual({ rx: true, tx: 3 });
    await clock.advance(5_000);
    expect(beats.length).toBeGreaterThan(10);
  });

  it('believes a beat that came before it stood itself', () => {
    const { monitor } = monitored();
    monitor.hear({ rx: false, tx: 1 });
    expect([monitor.isReceiving, monitor.hasReceived, monitor.isReceived, monitor.remoteTx]).toEqual([
      false,
      true,
      null,
      1,
    ]);
    monitor.start();
    expect([monitor.isReceiving, monitor.hasReceived]).toEqual([true, true]);
  });

  it('is not silent while packets come and every beat is lost', async () => {
    const { running, feed, log } = monitored();
    await running(MEDIA);
    await feed(30_000, null, 20);
    expect(log).toEqual(['2750 doubt']);
  });
});

describe('a hostile page', () => {
  it('that says yes and no a thousand times a second is heard twice a second', async () => {
    const { running, monitor, clock, log } = monitored();
    await running(MEDIA);
    for (let i = 0; i < 10_000; i++) {
      monitor.hear({ rx: i % 2 === 0, tx: 3 });
      monitor.setReceived(i % 2 === 0);
      await clock.advance(1);
    }
    expect(log.length).toBeGreaterThan(10);
    expect(log.length).toBeLessThanOrEqual(20);
  });
});

describe('a silence', () => {
  it('is doubted at half of its time and told within 2 s, once', async () => {
    const { running, feed, log } = monitored();
    await running(MEDIA);
    await feed(20_000, null);
    expect(log).toEqual(['2750 doubt', '3500 silent true']);
  });

  it('takes longer where only beats are expected, because those of a hidden page are rare', async () => {
    const { running, feed, log } = monitored();
    await running(NO_MEDIA);
    await feed(20_000, null);
    expect(log).toEqual(['3750 doubt', '5500 silent true']);
  });

  it('counts packets that came before it only once', async () => {
    const { running, it: counters, feed, log } = monitored();
    await running(MEDIA);
    counters.packetCount = 1_000_000;
    await feed(2_000, null);
    expect(log).toEqual(['2750 doubt', '3500 silent true']);
  });

  it('ends with a packet as well as with a beat, and the other side is told', async () => {
    const byPacket = monitored();
    await byPacket.running(MEDIA);
    await byPacket.feed(5_000, null);
    expect(byPacket.beats.at(-1)).toEqual({ rx: false, tx: 3 });
    await byPacket.feed(1_000, null, 25);
    expect(byPacket.monitor.isReceiving).toBe(true);
    expect(byPacket.beats.at(-1)).toEqual({ rx: true, tx: 3 });

    const byBeat = monitored();
    await byBeat.running(MEDIA);
    await byBeat.feed(5_000, null);
    byBeat.monitor.hear(MEDIA);
    expect(byBeat.monitor.isReceiving).toBe(true);
  });

  it('is none where the browser tells no counters, until beats are missing', async () => {
    const { running, it: counters, feed, log } = monitored();
    await running(MEDIA);
    counters.packetCount = null;
    await feed(20_000, null);
    expect(log).toEqual(['2750 doubt', '3500 silent true']);
  });

  it('is told at once when the other side closes the connection', async () => {
    const { running, monitor, log } = monitored();
    await running(MEDIA);
    monitor.cut();
    expect(log).toEqual(['2000 silent true']);
  });

  it('is measured anew after the page slept', async () => {
    const { running, clock, log, monitor } = monitored();
    await running(MEDIA);
    // No timer ran meanwhile: the page itself stood still.
    const now = clock.now.bind(clock);
    clock.now = () => now() + 30_000;
    await clock.advance(500);
    expect(monitor.isReceiving).toBe(true);
    expect(log).toEqual([]);
  });

  it('of the other side is heard from its beats', async () => {
    const { running, monitor, log } = monitored();
    await running(MEDIA);
    monitor.hear({ rx: false, tx: 3 });
    expect(log).toEqual(['2000 receiving false']);
    monitor.setReceived(true);
    expect(log.at(-1)).toBe('2000 receiving true');
  });
});

describe('a hint that the network changed', () => {
  it('is answered by packets within 400 ms', async () => {
    const { running, it: counters, monitor, clock } = monitored();
    await running(MEDIA);
    const answer = monitor.stillReceives();
    await clock.advance(200);
    counters.packetCount = 5_000;
    await clock.advance(200);
    expect(await answer).toBe(true);
  });

  it('is answered by a beat within 1.2 s where nothing else is sent', async () => {
    const { running, monitor, clock } = monitored();
    await running(NO_MEDIA);
    const answer = monitor.stillReceives();
    await clock.advance(1_100);
    monitor.hear(NO_MEDIA);
    await clock.advance(100);
    expect(await answer).toBe(true);
  });

  it('is believed without any', async () => {
    const { running, monitor, clock } = monitored();
    await running(MEDIA);
    const answer = monitor.stillReceives();
    await clock.advance(400);
    expect(await answer).toBe(false);
  });
});

it('stops without a word', async () => {
  const { running, monitor, clock, log, beats } = monitored();
  await running(MEDIA);
  const count = beats.length;
  monitor.stop();
  monitor.hear(MEDIA);
  await clock.advance(10_000);
  expect([log, beats.length, clock.pendingCount]).toEqual([[], count, 0]);
});
