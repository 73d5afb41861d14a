// SPDX-License-Identifier: Apache-2.0
// Where the lines and threads of the two books are drawn: at most 24 lines a side, shared out by how many people they stand for.
// Each kind that exists keeps at least one line, so that three unsure people among thousands can still be seen.

export interface Shares {
    linked: number;
    left_alone: number;
    right_alone: number;
    unsure: number;
}

export interface BookLines {
    left: { y: number; linked: boolean }[];
    right: { y: number; linked: boolean }[];
    threads: { from: number; to: number; unsure: boolean }[];
}

const height = 240;
const margin = 14;
const lines_max = 24;

function scale(count: number, all: number): number {
    if (count <= 0) return 0;
    return Math.max(1, Math.round((count / all) * lines_max));
}

// Spreads the lines that stand alone evenly among the linked ones, as people are in a real book.
function spread(linked: number, alone: number, shift: number): boolean[] {
    const count = linked + alone;
    return Array.from({ length: count }, (_, at) => {
        const before = Math.floor(((at + shift) * alone) / count);
        const after = Math.floor(((at + 1 + shift) * alone) / count);
        return after === before;
    });
}

function place(kinds: boolean[]): { y: number; linked: boolean }[] {
    const step = kinds.length > 1 ? (height - 2 * margin) / (kinds.length - 1) : 0;
    return kinds.map((linked, at) => ({ y: Math.round((margin + at * step) * 10) / 10, linked }));
}

export function bookLines(shares: Shares): BookLines {
    const fullest = Math.max(shares.linked + shares.unsure + Math.max(shares.left_alone, shares.right_alone), 1);
    const linked = scale(shares.linked, fullest);
    const unsure = scale(shares.unsure, fullest);
    const threads = linked + unsure;
    const left = place(spread(threads, scale(shares.left_alone, fullest), 0.3));
    const right = place(spread(threads, scale(shares.right_alone, fullest), 0.7));
    const from = left.filter((line) => line.linked);
    const to = right.filter((line) => line.linked);
    const every = unsure > 0 ? Math.max(1, Math.floor(threads / unsure)) : Infinity;
    let unsure_left = unsure;
    const paths: BookLines['threads'] = [];
    for (let at = 0; at < Math.min(from.length, to.length); ++at) {
        const here = from[at];
        const there = to[at];
        if (here === undefined || there === undefined) break;
        const is_unsure = unsure_left > 0 && at % every === Math.floor(every / 6);
        if (is_unsure) --unsure_left;
        paths.push({ from: here.y, to: there.y, unsure: is_unsure });
    }
    return { left, right, threads: paths };
}
