import { describe, expect, it } from 'vitest';
import type { AgentId, DeskAgent } from '#protocol';
import { agentChoices, departmentChoices } from '../../../widget/console/transfer-choices.ts';

const ME = 'me' as AgentId;

function agent(name: string, status: string, departments: readonly string[] = []): DeskAgent {
  return { id: name as AgentId, name, status: status as DeskAgent['status'], departments: [...departments] };
}

function deskOf(departments: readonly string[], ...agents: readonly DeskAgent[]): Parameters<typeof agentChoices>[0] {
  const all = [{ ...agent('Me', 'in-call'), id: ME }, ...agents];
  return { me: ME, departments, agents: new Map(all.map((one) => [one.id, one])) };
}

const shown = (choices: ReturnType<typeof agentChoices>): unknown =>
  choices.map(({ name, obstacle }) => [name, obstacle]);

describe('to whom a call can be handed over', () => {
  it('are all colleagues, those who are free first, and why the others are not', () => {
    const desk = deskOf(
      [],
      agent('Zoe', 'available'),
      agent('Ben', 'in-call'),
      agent('Cem', 'away'),
      agent('Ada', 'available'),
      agent('Eve', 'busy'),
      agent('Dan', 'off'),
    );
    expect(shown(agentChoices(desk))).toEqual([
      ['Ada', null],
      ['Zoe', null],
      ['Ben', 'in-call'],
      ['Cem', 'away'],
      ['Dan', 'off'],
      ['Eve', 'busy'],
    ]);
  });

  it('is nobody whose state only a newer desk knows', () => {
    expect(shown(agentChoices(deskOf([], agent('Ada', 'at-lunch'))))).toEqual([['Ada', 'away']]);
  });

  it('are the departments where a colleague works who takes them, or all', () => {
    const departments = ['sales', 'repairs', 'stock'];
    const desk = deskOf(departments, agent('Ada', 'busy', ['sales']), agent('Ben', 'away', ['stock']));
    expect(shown(departmentChoices(desk))).toEqual([
      ['sales', null],
      ['repairs', 'empty'],
      ['stock', 'empty'],
    ]);
    expect(shown(departmentChoices(deskOf(departments, agent('Zoe', 'in-call'))))).toEqual(
      departments.map((name) => [name, null]),
    );
  });

  it('is none of one’s own departments where one is alone', () => {
    expect(shown(departmentChoices(deskOf(['sales'])))).toEqual([['sales', 'empty']]);
    expect(agentChoices(deskOf(['sales']))).toEqual([]);
  });
});
