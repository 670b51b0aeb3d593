/** The desk of a console: which one it is, and what becomes of it when the attributes say another. */
import { afterEach, describe, expect, it } from 'vitest';
import { type DeskAccess, DeskController } from '../../../widget/console/desk-controller.ts';
import { deskFactory } from '../../../widget/console/desk-factory.ts';
import type { AgentDesk } from '../../../widget/desk/agent-desk.ts';
import { DeskSite } from '../../support/desk-site.ts';

const { create } = deskFactory;
afterEach(() => {
  deskFactory.create = create;
});

/** A console at a real desk that rings. */
async function ringing() {
  const site = new DeskSite();
  const made: AgentDesk[] = [];
  deskFactory.create = () => {
    const desk = site.agent(`agent-${made.length + 1}`);
    made.push(desk);
    return desk;
  };
  const access: DeskAccess = {
    server: 'https://calls.example.com',
    desk: 'sales',
    token: 'token',
    getToken: null,
    displayName: '',
  };
  const told: string[] = [];
  const host = { isConnected: true, addController: () => undefined } as unknown as ConstructorParameters<
    typeof DeskController
  >[0];
  const given = { ...access };
  const controller = new DeskController(host, {
    access: () => given,
    onchange: () => undefined,
    onevent: ({ type }) => told.push(type),
    onclose: () => told.push('close'),
  });
  controller.configure();
  await site.settle();
  await controller.desk.setStatus('available');
  await site.visitor().request({ name: 'Vera' });
  await site.settle();
  return { site, controller, given, told, made };
}

describe('another desk', () => {
  it('rings no more for the one before, and is opened itself', async () => {
    const { site, controller, given, told, made } = await ringing();
    expect(told).toEqual(['ring']);
    Object.assign(given, { desk: 'repairs' });
    controller.configure();
    await site.settle();
    expect(told).toEqual(['ring', 'close']);
    expect(made.map(({ connection }) => connection)).toEqual(['closed', 'open']);
    expect(controller.desk).toBe(made[1]);
  });

  it('is none while the attributes stay as they are', async () => {
    const { controller, told, made } = await ringing();
    controller.configure();
    expect([told, made.length]).toEqual([['ring'], 1]);
  });
});
