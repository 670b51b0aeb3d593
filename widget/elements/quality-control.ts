/**
 * What the panel of the connection remembers and does: whom it shows, the last two looks, how long each connection stands. Looks once a
 * second while it is open, and never otherwise. Knows no template but its own.
 */
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { nothing } from 'lit';
import type { PeerId } from '#protocol';
import { detailsOf } from '../call/connection-details.ts';
import type { CallModel } from './call-model.ts';
import { type CallView, isInCall } from './call-view.ts';
import { qualityPanel } from './quality-panel.ts';
import { type DetailRow, detailRows, detailText } from './quality-text.ts';
import { quality } from './styles/quality.ts';

/** Between two looks while the panel is open, in ms. */
const LOOK_MS = 1_000;

/** How long the button says that it was copied, in ms. */
const COPIED_MS = 2_500;

/** What of `<p2p-call>` this part uses. */
export interface QualityHost extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

type Reports = ReadonlyMap<PeerId, RTCStatsReport>;

const NOTHING: RTCStatsReport = new Map();

export class QualityControl implements ReactiveController {
  readonly styles = quality;
  readonly #host: QualityHost;
  /** Whose connection is shown; '' the first of all. */
  #shown: string | null = null;
  #call: CallModel | null = null;
  /** Which looks count: those before were closed, or are at another call. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reports: Reports = new Map();
  #before: Reports = new Map();
  #isCopied = false;
  #copiedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: QualityHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#stop();
  }

  /** @param id of the one it is about; '': of whoever came first. */
  isOpen(id?: string): boolean {
    return id === undefined ? this.#shown !== null : this.#shown === id;
  }

  open(id: string): void {
    this.#shown = id;
    this.#host.requestUpdate();
    void this.#focus('.quality-panel .icon-button');
  }

  close(): void {
    const id = this.#shown;
    this.#stop();
    this.#host.requestUpdate();
    void this.#focus(`[data-quality-of="${CSS.escape(id ?? '')}"]`, '.button-more');
  }

  panel({ call, state }: CallView, since: ReadonlyMap<PeerId, number>): TemplateResult | typeof nothing {
    if (this.#shown === null) return nothing;
    // Nothing of it outlasts the stay.
    if (!isInCall(state)) {
      this.#stop();
      return nothing;
    }
    if (this.#call !== call) this.#look(call);
    const others = [...call.participants.values()];
    const shown = others.find(({ id }) => id === this.#shown) ?? others[0] ?? null;
    const rows = shown === null ? [] : this.#rows(shown, since.get(shown.id));
    return qualityPanel({
      others,
      shown,
      rows,
      isCopied: this.#isCopied,
      onchoose: (id) => {
        this.#shown = id;
        this.#host.requestUpdate();
      },
      oncopy: () => void this.#copy(rows),
      onclose: () => this.close(),
    });
  }

  #rows(
    participant: Parameters<typeof detailRows>[0] & { readonly id: PeerId },
    since: number | undefined,
  ): readonly DetailRow[] {
    const { id } = participant;
    const details = detailsOf(this.#reports.get(id) ?? NOTHING, this.#before.get(id) ?? NOTHING);
    return detailRows(participant, details, since === undefined ? null : Date.now() - since);
  }

  /** Looks at `call`, again and again. */
  #look(call: CallModel): void {
    clearTimeout(this.#timer);
    this.#call = call;
    const turn = (this.#turn += 1);
    const again = async (): Promise<void> => {
      const reports = await call.getStats().catch(() => new Map<PeerId, RTCStatsReport>());
      if (this.#turn !== turn) return;
      this.#before = this.#reports;
      this.#reports = reports;
      this.#host.requestUpdate();
      this.#timer = setTimeout(() => void again(), LOOK_MS);
    };
    void again();
  }

  #stop(): void {
    this.#shown = null;
    this.#call = null;
    this.#turn += 1;
    clearTimeout(this.#timer);
    clearTimeout(this.#copiedTimer);
    this.#isCopied = false;
    this.#reports = this.#before = new Map();
  }

  async #copy(rows: readonly DetailRow[]): Promise<void> {
    try {
      await navigator.clipboard.writeText(detailText(rows));
    } catch {
      // Without the right to the clipboard the table can be selected by hand.
      const table = this.#host.renderRoot.querySelector('.quality-table');
      if (table !== null) getSelection()?.selectAllChildren(table);
      return;
    }
    this.#isCopied = true;
    this.#host.requestUpdate();
    clearTimeout(this.#copiedTimer);
    this.#copiedTimer = setTimeout(() => {
      this.#isCopied = false;
      this.#host.requestUpdate();
    }, COPIED_MS);
  }

  /** The first of these that is there. */
  async #focus(...selectors: readonly string[]): Promise<void> {
    await this.#host.updateComplete;
    const found = selectors.map((selector) => this.#host.renderRoot.querySelector<HTMLElement>(selector));
    found.find((element) => element !== null)?.focus();
  }
}
