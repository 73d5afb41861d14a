// SPDX-License-Identifier: Apache-2.0
// Live rates from the writes that are known: how many reached each side in the last minute. Pure.
import type { Sentence } from './changes/told';

export interface Rates {
    a: number;
    b: number;
}

const window_ms = 60_000;

// `cut`: older writes exist that are not in the list. When the list does not reach back a minute, the rate is read from the
// time it does cover.
export function ratesPerMinute(lines: Sentence[], cut: boolean, now: number): Rates {
    const rates = { a: 0, b: 0 };
    let oldest = now;
    for (const line of lines) {
        const at = Date.parse(line.settled_at ?? line.at);
        oldest = Math.min(oldest, at);
        if (line.outcome === 'done' && now - at <= window_ms) rates[line.side] += 1;
    }
    const covered = cut ? Math.min(window_ms, Math.max(1_000, now - oldest)) : window_ms;
    return { a: (rates.a * window_ms) / covered, b: (rates.b * window_ms) / covered };
}
