/** What `npm start` says of the settings. */
import { describe, expect, it } from 'vitest';
import { app } from '../../../worker/http/app.ts';
import { hintText, problemText, readHealthReport } from '../../../worker/dev/health-report.ts';

async function reportOf(settings: Record<string, unknown>) {
  const answer = await app.request('http://localhost:8787/v1/health', {}, settings);
  const report = readHealthReport(await answer.json());
  if (report === null) throw new Error('no report');
  return report;
}

const BINDINGS = { ROOMS: {}, DESK_OBJECTS: {}, ASSETS: {} };

describe('the report of /v1/health', () => {
  it('has nothing wrong without any setting, and says what is missing', async () => {
    const report = await reportOf(BINDINGS);
    expect(problemText(report)).toBe('');
    expect(hintText(report)).toMatch(/^Before others use it:\n {2}- .*TURN/);
  });

  it('names each wrong setting and shows none', async () => {
    const report = await reportOf({ ...BINDINGS, ALLOWED_ORIGINS: 'shop', TOKEN_SECRETS: '{"a":"hunter2"}' });
    const text = problemText(report);
    expect(text.split('\n')).toHaveLength(3);
    for (const name of ['ALLOWED_ORIGINS', 'TOKEN_SECRETS']) expect(text).toContain(`- ${name}`);
    expect(text).not.toContain('hunter2');
  });

  it.each([null, 7, 'ok', [], {}, { ok: 'yes' }])('is not read from %j', (body) => {
    expect(readHealthReport(body)).toBe(null);
  });

  it('that is bad without a reason is bad', () => {
    expect(problemText(readHealthReport({ ok: false, problems: [7] }) ?? { problems: [], hints: [] })).not.toBe('');
    expect(hintText({ problems: [], hints: [] })).toBe('');
  });
});
