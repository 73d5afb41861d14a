// SPDX-License-Identifier: Apache-2.0
// One event stream for all tabs: browsers open six connections to a host, and with a stream of its own each the seventh tab would
// wait for ever. The tab that holds the lock listens and tells the others; when it goes, the next one takes over. Where there are
// no locks (an address without TLS that is not this machine), only a tab in sight listens.

export type StreamKind = 'change' | 'call' | 'event' | 'status' | 'reset';
export type StreamState = 'connecting' | 'open' | 'lost';

export interface StreamListener {
    state: (state: StreamState) => void;
    notice: (kind: StreamKind, data: string) => void;
}

interface Told {
    ask?: true; // a new tab would like to know the state
    state?: StreamState;
    kind?: StreamKind;
    data?: string;
}

const kinds: StreamKind[] = ['change', 'call', 'event', 'status', 'reset'];
const name = 'lockstep.stream';
const again_ms = 5_000;

// Listens at the server, and goes on after an answer that ends an EventSource for good (signed out, draining, too many).
function listen(told: (message: Told) => void): () => void {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let was_lost = false;
    const open = () => {
        source = new EventSource('/api/v1/stream');
        source.onopen = () => {
            told({ state: 'open' });
            // A stream that was opened anew does not know what happened meanwhile; one that only reconnected is told.
            if (was_lost) told({ kind: 'reset', data: '{}' });
            was_lost = false;
        };
        source.onerror = () => {
            told({ state: 'lost' });
            if (source?.readyState !== EventSource.CLOSED) return;
            was_lost = true;
            clearTimeout(timer);
            timer = setTimeout(open, again_ms);
        };
        for (const kind of kinds)
            source.addEventListener(kind, (event: MessageEvent<unknown>) => {
                told({ kind, data: String(event.data) });
            });
    };
    open();
    return () => {
        clearTimeout(timer);
        source?.close();
    };
}

export function shareStream(listener: StreamListener): () => void {
    const receive = ({ state, kind, data }: Told) => {
        if (state !== undefined) listener.state(state);
        if (kind !== undefined) listener.notice(kind, data ?? '');
    };
    return 'locks' in navigator && typeof BroadcastChannel !== 'undefined' ? among(receive) : whileSeen(receive);
}

function among(receive: (message: Told) => void): () => void {
    let leave: (() => void) | null = null; // ends leading, or waiting to lead
    let channel: BroadcastChannel | null = null;
    const join = () => {
        if (channel !== null) return;
        const own = new BroadcastChannel(name);
        channel = own;
        let known: StreamState | null = null; // set while this tab leads
        own.onmessage = ({ data }: MessageEvent<Told>) => {
            if (data.ask === true) {
                if (known !== null) own.postMessage({ state: known } satisfies Told);
            } else receive(data);
        };
        own.postMessage({ ask: true } satisfies Told);
        const gone = new AbortController();
        leave = () => {
            gone.abort();
        };
        const tell = (message: Told) => {
            known = message.state ?? known;
            receive(message);
            own.postMessage(message);
        };
        const lead = () =>
            new Promise<void>((done) => {
                if (gone.signal.aborted) {
                    done();
                    return;
                }
                // Another tab may have led before: what came between its end and now is read again.
                let is_first = true;
                known = 'connecting';
                const stop = listen((message) => {
                    tell(message);
                    if (message.state === 'open' && is_first) {
                        is_first = false;
                        tell({ kind: 'reset', data: '{}' });
                    }
                });
                gone.signal.addEventListener('abort', () => {
                    stop();
                    done();
                });
            });
        void navigator.locks.request(name, { signal: gone.signal }, lead).catch(() => undefined);
    };
    const part = () => {
        leave?.();
        channel?.close();
        channel = null;
    };
    // A page that is kept for the way back holds neither lock nor connection.
    window.addEventListener('pagehide', part);
    window.addEventListener('pageshow', join);
    join();
    return () => {
        window.removeEventListener('pagehide', part);
        window.removeEventListener('pageshow', join);
        part();
    };
}

function whileSeen(receive: (message: Told) => void): () => void {
    let stop: (() => void) | null = null;
    let was_away = false;
    const look = () => {
        if (document.visibilityState === 'visible') {
            stop ??= listen(receive);
            if (was_away) receive({ kind: 'reset', data: '{}' });
            was_away = false;
        } else part();
    };
    const part = () => {
        stop?.();
        stop = null;
        was_away = true;
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', part);
    window.addEventListener('pageshow', look);
    look();
    return () => {
        document.removeEventListener('visibilitychange', look);
        window.removeEventListener('pagehide', part);
        window.removeEventListener('pageshow', look);
        part();
    };
}
