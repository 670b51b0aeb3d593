/** The built files as the Worker serves them. Needs `npm run build` before. */
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import packageText from '../../package.json?raw';

const { version }: { version: string } = JSON.parse(packageText);

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(new Request(`https://calls.example.com${path}`, { headers, redirect: 'manual' }));

describe('/r/{room}', () => {
  it('is the call page under every room name', async () => {
    const answer = await get('/r/coffee');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toContain('text/html');
    expect(await answer.text()).toContain('p2p-call');
  });

  it('also answers a wrong name with the page, which says what is wrong, but as 404', async () => {
    const answer = await get('/r/a');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('p2p-call');
  });

  it('runs no inline code, is not framed, and tells no other site where it was', async () => {
    const { headers } = await get('/r/coffee');
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("connect-src 'self' wss://calls.example.com;");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('Permissions-Policy')).toContain('camera=(self), microphone=(self)');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it('has no inline script or style that the policy would block', async () => {
    const html = await (await get('/r/coffee')).text();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });
});

describe('the modules', () => {
  it.each(['/p2p-call.js', '/core.js'])('%s may be loaded by any site, and is renewed within minutes', async (path) => {
    const { status, headers } = await env.ASSETS.fetch(new Request(`https://calls.example.com${path}`));
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toContain('text/javascript');
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
    expect(headers.get('Cache-Control')).toBe('public, max-age=300, stale-while-revalidate=86400');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  });
});

describe('the other pages', () => {
  it.each(['/', '/demo', '/r'])('%s runs no inline code and is not framed', async (path) => {
    const { status, headers } = await env.ASSETS.fetch(new Request(`https://calls.example.com${path}`));
    expect(status).toBe(200);
    expect(headers.get('Content-Security-Policy')).toContain("script-src 'self'; style-src 'self';");
    expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('Permissions-Policy')).toContain('camera=(self)');
  });
});

describe('the version', () => {
  it('is the one of package.json', async () => {
    const health = await (await get('/v1/health')).json();
    expect(health).toMatchObject({ version });
  });
});
