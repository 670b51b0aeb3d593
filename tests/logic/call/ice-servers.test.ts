import { describe, expect, it } from 'vitest';
import { toRtcIceServers } from '../../../widget/call/ice-servers.ts';

describe('toRtcIceServers', () => {
  it('keeps stun and turn urls with their credentials', () => {
    const servers = [
      { urls: 'stun:stun.example.com' },
      { urls: ['turn:t.example.com:3478?transport=udp', 'turns:t.example.com:443'], username: 'u', credential: 'c' },
    ];
    expect(toRtcIceServers(servers)).toEqual([
      { urls: ['stun:stun.example.com'] },
      { urls: ['turn:t.example.com:3478?transport=udp', 'turns:t.example.com:443'], username: 'u', credential: 'c' },
    ]);
  });

  it('leaves out port 53, which browsers block', () => {
    expect(
      toRtcIceServers([{ urls: ['stun:s.example.com:53', 'turn:t:53?transport=udp'], username: 'u', credential: 'c' }]),
    ).toEqual([]);
  });

  it('leaves out TURN without credentials, for which the browser would throw', () => {
    expect(toRtcIceServers([{ urls: ['turn:t.example.com', 'stun:t.example.com'] }])).toEqual([
      { urls: ['stun:t.example.com'] },
    ]);
  });

  it('leaves out what is no ICE url', () => {
    expect(toRtcIceServers([{ urls: ['https://example.com', 'javascript:alert(1)', ''] }])).toEqual([]);
  });
});
