// SPDX-License-Identifier: Apache-2.0
// However many tabs there are, one of them listens; each hears everything; another takes over from one that goes.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { shareStream, type StreamListener } from './shared_stream';

class Source extends EventTarget {
    static open: Source[] = [];
    static readonly CLOSED = 2;
    readyState = 1;
    onopen: (() => void) | null = null;
    onerror: (() => void) | null = null;
    constructor(readonly address: string) {
        super();
        Source.open.push(this);
    }
    close() {
        this.readyState = 2;
        Source.open = Source.open.filter((each) => each !== this);
    }
    say(kind: string, data: string) {
        this.dispatchEvent(new MessageEvent(kind, { data }));
    }
}

class Channel {
    static all: Channel[] = [];
    onmessage: ((event: { data: unknown }) => void) | null = null;
    constructor() {
        Channel.all.push(this);
    }
    postMessage(data: unknown) {
        for (const each of Channel.all) if (each !== this) each.onmessage?.({ data });
    }
    close() {
        Channel.all = Channel.all.filter((each) => each !== this);
    }
}

// One holder at a time, in the order of asking.
function fakeLocks() {
    let tail = Promise.resolve();
    return { request: (_name: string, _options: object, work: () => Promise<void>) => (tail = tail.then(work)) };
}

const settle = () =>
    new Promise((done) => {
        setTimeout(done, 0);
    });
function tab() {
    const heard: string[] = [];
    const states: string[] = [];
    const listener: StreamListener = {
        state: (state) => states.push(state),
        notice: (kind, data) => heard.push(`${kind} ${data}`),
    };
    return { heard, states, leave: shareStream(listener) };
}

beforeEach(() => {
    Source.open = [];
    Channel.all = [];
    vi.stubGlobal('EventSource', Source);
    vi.stubGlobal('BroadcastChannel', Channel);
    Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true });
});
afterEach(() => {
    vi.unstubAllGlobals();
});

test('eight tabs share one stream, and all hear what it says', async () => {
    const tabs = Array.from({ length: 8 }, tab);
    await settle();
    expect(Source.open.length).toBe(1);
    Source.open[0]?.onopen?.();
    Source.open[0]?.say('status', '{"sync":"s"}');
    for (const each of tabs) {
        expect(each.states.at(-1)).toBe('open');
        expect(each.heard.at(-1)).toBe('status {"sync":"s"}');
    }
    const late = tab();
    expect(late.states).toEqual(['open']);
    for (const each of [...tabs, late]) each.leave();
    await settle();
    expect(Source.open.length).toBe(0);
});

test('the next tab takes over, and what was missed is read again', async () => {
    const [first, second] = [tab(), tab()];
    await settle();
    Source.open[0]?.onopen?.();
    first.leave();
    await settle();
    expect(Source.open.length).toBe(1);
    second.heard.length = 0;
    Source.open[0]?.onopen?.();
    expect(second.heard).toEqual(['reset {}']);
    second.leave();
});

test('a page that is left lets go of the stream, and takes it up on the way back', async () => {
    const only = tab();
    await settle();
    window.dispatchEvent(new Event('pagehide'));
    await settle();
    expect(Source.open.length).toBe(0);
    window.dispatchEvent(new Event('pageshow'));
    await settle();
    expect(Source.open.length).toBe(1);
    only.leave();
});

test('an answer that ends the stream for good is not the end of it', async () => {
    vi.useFakeTimers();
    const only = tab();
    await vi.advanceTimersByTimeAsync(0);
    const ended = Source.open[0];
    if (ended === undefined) throw new Error('no stream');
    ended.close();
    ended.onerror?.();
    expect(only.states.at(-1)).toBe('lost');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(Source.open.length).toBe(1);
    only.leave();
    vi.useRealTimers();
});

test('without locks only a tab in sight listens', () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    Reflect.deleteProperty(navigator, 'locks');
    const only = tab();
    expect(Source.open.length).toBe(1);
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    expect(Source.open.length).toBe(0);
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    expect(Source.open.length).toBe(1);
    only.leave();
});
