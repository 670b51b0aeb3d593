/** Which ICE servers a participant is told to use. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { app } from '../../worker/http/app.ts';
import { type IceSetting, iceServersFor, iceSettingFor, noteMissingTurn } from '../../worker/http/ice-servers.ts';
import { socketUrl } from './support/client.ts';
import { logLines } from './support/log-lines.ts';

const TURN = { urls: ['turn:turn.example:3478?transport=udp'], username: 'u', credential: 'c' };

describe('without a setting', () => {
  it.each(['localhost', '127.0.0.1', '[::1]'])('a page on %s needs none', (host) => {
    expect(iceServersFor(undefined, host)).toEqual({ ok: true, iceServers: [], source: 'loopback' });
    expect(iceServersFor(' ', host)).toEqual({ ok: true, iceServers: [], source: 'loopback' });
  });

  it.each(['calls.example.com', 'localhost.example.com', '127.0.0.1.example.com', '192.168.0.7'])(
    'a page on %s gets public STUN',
    (host) => {
      expect(iceServersFor(undefined, host)).toMatchObject({
        iceServers: [{ urls: ['stun:stun.cloudflare.com:3478'] }],
        source: 'default',
      });
    },
  );
});

describe('without TURN', () => {
  it('the log says so once, and not for this machine', () => {
    const settingFor = (
      settings: { readonly ICE_SERVERS?: string },
      host: string,
    ): IceSetting & { readonly ok: true } => {
      const setting = iceSettingFor(settings, host);
      if (!setting.ok) throw new Error(setting.message);
      return setting;
    };
    noteMissingTurn(settingFor({}, 'localhost'));
    noteMissingTurn(settingFor({ ICE_SERVERS: JSON.stringify([TURN]) }, 'calls.example.com'));
    expect(logLines).toEqual([]);
    for (let i = 0; i < 3; i++) noteMissingTurn(settingFor({}, 'calls.example.com'));
    expect(logLines).toEqual(['{"event":"turn-missing"}']);
  });
});

describe('the setting', () => {
  it('is used as it is, also on this machine', () => {
    expect(iceServersFor(JSON.stringify([TURN]), 'localhost')).toEqual({
      ok: true,
      iceServers: [TURN],
      source: 'setting',
    });
    expect(iceServersFor('[]', 'calls.example.com')).toEqual({ ok: true, iceServers: [], source: 'setting' });
  });

  it('may give one url as a string', () => {
    expect(iceServersFor('[{"urls":"stun:a.example"}]', 'x')).toMatchObject({
      iceServers: [{ urls: ['stun:a.example'] }],
    });
  });

  it('loses urls of port 53, which browsers refuse', () => {
    const urls = [
      'stun:a.example:53',
      'turn:a.example:53?transport=udp',
      'stun:[2001:db8::53]',
      'turn:a.example:5349',
      'stun:a53.example',
    ];
    expect(iceServersFor(JSON.stringify([{ urls }, { urls: 'stun:b.example:53' }]), 'x')).toMatchObject({
      iceServers: [{ urls: urls.slice(2) }],
    });
  });

  it.each([
    '{',
    '{}',
    '"stun:a.example"',
    '[7]',
    '[{}]',
    '[{"urls":[7]}]',
    '[{"urls":["https://a.example"]}]',
    '[{"urls":["stun:"]}]',
    '[{"urls":["javascript:alert(1)"]}]',
    '[{"urls":["stun:a.exämple"]}]',
    '[{"urls":["turn:a.example"],"username":"u","credential":"\\u20ac"}]',
    JSON.stringify([{ urls: Array.from({ length: 500 }, (_, i) => `stun:a${i}.example:3478`) }]),
  ])('%s is called wrong', (text) => {
    expect(iceServersFor(text, 'x')).toMatchObject({ ok: false, message: expect.stringContaining('ICE_SERVERS') });
  });

  it('leaves room for the relays in what a page is told: 32 in all', () => {
    const listOf = (count: number): string =>
      JSON.stringify(Array.from({ length: count }, (_, i) => ({ urls: `stun:${i}` })));
    const turn = { TURN_URLS: 'turn:turn.example', TURN_SECRET: '5f1c9a0be37d42688e1ab0c4d9f27356' };
    expect(iceSettingFor({ ICE_SERVERS: listOf(32) }, 'x')).toMatchObject({ ok: true });
    expect(iceSettingFor({ ICE_SERVERS: listOf(33) }, 'x')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/ICE_SERVERS.* 32 /),
    });
    expect(iceSettingFor({ ...turn, ICE_SERVERS: listOf(24) }, 'x')).toMatchObject({ ok: true });
    expect(iceSettingFor({ ...turn, ICE_SERVERS: listOf(25) }, 'x')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/ICE_SERVERS.* 24 /),
    });
  });

  it('that is wrong refuses every socket, and says why without repeating it', async () => {
    const answer = await app.request(socketUrl('coffee'), {}, { ...env, ICE_SERVERS: '[{"credential":"hunter2"}]' });
    expect(answer.status).toBe(500);
    const body = await answer.text();
    expect(JSON.parse(body)).toMatchObject({ code: 'server-error', message: expect.stringContaining('ICE_SERVERS') });
    expect(body).not.toContain('hunter2');
  });
});
