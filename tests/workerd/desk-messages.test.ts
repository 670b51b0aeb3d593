/** What visitors leave: kept as nobody but the Worker can read it, shown to agents until it is handled, bounded. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { MAX_VOICE_BYTES } from '#protocol';
import { type Settings, agentAt, ask, newDesk } from './support/desk-client.ts';

const SECRET = 'q9mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPi';
const AGENT = { headers: { Authorization: 'Bearer development-ann' } };
const WEBM = [0x1a, 0x45, 0xdf, 0xa3];

function messageBody(message: unknown, voice?: Uint8Array<ArrayBuffer>): Blob {
  const boundary = 'boundary';
  const head = (name: string, more = ''): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  const parts: (string | Uint8Array<ArrayBuffer>)[] = [head('message'), JSON.stringify(message), '\r\n'];
  if (voice !== undefined)
    parts.push(head('voice', '; filename="voice.webm"\r\nContent-Type: audio/webm'), voice, '\r\n');
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

async function leave(
  desk: string,
  settings: Settings,
  message: unknown,
  voice?: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const body = messageBody(message, voice);
  const headers = { 'Content-Type': body.type, 'Content-Length': String(body.size) };
  return ask(`${desk}/messages`, { method: 'POST', body: await body.arrayBuffer(), headers }, settings);
}

async function messagesOf(desk: string, settings: Settings): Promise<Record<string, unknown>[]> {
  const answer = await ask(`${desk}/messages`, AGENT, settings);
  return (await answer.json<{ messages: Record<string, unknown>[] }>()).messages;
}

/** A voice message of random bytes in the container of a recording. */
function voiceOf(bytes: number): Uint8Array<ArrayBuffer> {
  const voice = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(voice.subarray(at, Math.min(bytes, at + 65_536)));
  voice.set(WEBM);
  return voice;
}

describe('a message', () => {
  it('is told to agents, read by them, and gone when it is handled', async () => {
    const { desk, settings } = newDesk({ departments: ['parts'] }, { DESK_SECRET: SECRET });
    const ann = await agentAt(desk, settings, 'ann');
    const voice = voiceOf(100_000);
    const page = { url: 'https://shop.example/lamps?session=7', title: 'Lamps' };
    const left = { name: 'Vera', contact: 'vera@example.com', text: 'Please call me.', department: 'parts', page };
    const answer = await leave(desk, settings, left, voice);
    const { id } = await answer.json<{ id: string }>();
    expect(answer.status).toBe(201);
    expect((await ann.event('message')).message).toMatchObject({ id, department: 'parts', voice: true });
    expect(await messagesOf(desk, settings)).toEqual([
      {
        ...{ id, at: expect.any(Number), department: 'parts', voice: true, name: 'Vera', contact: 'vera@example.com' },
        ...{ text: 'Please call me.', topic: '', form: {}, user: null },
        page: { url: 'https://shop.example/lamps', title: 'Lamps' },
      },
    ]);
    const heard = await ask(`${desk}/messages/${id}/voice`, AGENT, settings);
    expect([heard.headers.get('Content-Type'), heard.headers.get('Content-Disposition')]).toEqual([
      ...['audio/webm', 'attachment'],
    ]);
    expect(new Uint8Array(await heard.arrayBuffer())).toEqual(voice);
    await ann.ok('handled', { message: id });
    expect((await ann.event('message-end')).id).toBe(id);
    expect(await messagesOf(desk, settings)).toEqual([]);
    expect((await ask(`${desk}/messages/${id}/voice`, AGENT, settings)).status).toBe(404);
    const parts = await runInDurableObject(env.DESK_OBJECTS.getByName(desk), (_, { storage }) =>
      storage.sql.exec('SELECT COUNT(*) AS n FROM desk_part').one(),
    );
    expect(parts).toEqual({ n: 0 });
  });

  it('is nowhere in storage as it was left', async () => {
    const { desk, settings } = newDesk({}, { DESK_SECRET: SECRET });
    await leave(desk, settings, { name: 'Vera', contact: 'vera@example.com', text: 'meet-me-at-noon' }, voiceOf(500));
    const stored = await runInDurableObject(env.DESK_OBJECTS.getByName(desk), (_, { storage }) => {
      const rows = storage.sql
        .exec('SELECT body FROM desk')
        .toArray()
        .map(({ body }) => (typeof body === 'string' ? body : ''));
      const parts = storage.sql.exec('SELECT data FROM desk_part').toArray();
      const texts = parts.map(({ data }) =>
        data instanceof ArrayBuffer ? new TextDecoder('latin1').decode(data) : '',
      );
      return { rows, texts };
    });
    expect(stored.texts.map(({ length }) => length > 100)).toEqual([true, true]);
    expect(JSON.stringify(stored)).not.toMatch(/Vera|vera@|noon/);
  });

  it('can be read with the secret that it was left under, also beside a newer one, and with no other', async () => {
    const { desk, settings } = newDesk({}, { DESK_SECRET: SECRET });
    const newer = 'Zt7YwLhJ4eDfGsCnPiO6BvMxTyEq93mA';
    await leave(desk, settings, { text: 'first' });
    const both = { ...settings, DESK_SECRET: `${newer} ${SECRET}` };
    await leave(desk, both, { text: 'second' });
    expect((await messagesOf(desk, both)).map(({ text }) => text)).toEqual(['first', 'second']);
    const rotated = await messagesOf(desk, { ...settings, DESK_SECRET: newer });
    expect(rotated.map(({ text, unreadable }) => text ?? unreadable)).toEqual([true, 'second']);
  });

  it('is refused without a text or a voice, and where it is too large or none', async () => {
    const { desk, settings } = newDesk({}, { DESK_SECRET: SECRET });
    const notAudio = new TextEncoder().encode('<script>alert(1)</script>').slice();
    const cases: readonly (readonly [number, Promise<Response>])[] = [
      [400, leave(desk, settings, { text: '  ' })],
      [400, leave(desk, settings, { text: 'x'.repeat(4_001) })],
      [400, leave(desk, settings, { text: 'x', department: 'nowhere' })],
      [400, leave(desk, settings, ['x'])],
      [400, leave(desk, settings, {}, Uint8Array.from(notAudio))],
      [413, leave(desk, settings, {}, voiceOf(MAX_VOICE_BYTES + 1))],
      [201, leave(desk, settings, {}, voiceOf(MAX_VOICE_BYTES))],
    ];
    for (const [status, answer] of cases) expect((await answer).status).toBe(status);
    const without = await ask(`${desk}/messages`, { method: 'POST', body: 'x' }, settings);
    expect([400, 411]).toContain(without.status);
  });

  it('is for agents alone to read', async () => {
    const { desk, settings } = newDesk({}, { DESK_SECRET: SECRET });
    expect((await ask(`${desk}/messages`, {}, settings)).status).toBe(403);
    expect((await ask(`${desk}/messages/x/voice`, {}, settings)).status).toBe(403);
  });
});
