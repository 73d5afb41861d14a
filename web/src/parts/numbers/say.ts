// SPDX-License-Identifier: Apache-2.0
// Numbers, moments and durations as people say them. Pure: the present is an argument.
import { locale } from '../../words/words';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
    const key = language + JSON.stringify(options);
    let format = formats.get(key);
    if (format === undefined) {
        format = new Intl.NumberFormat(locale(language), options);
        formats.set(key, format);
    }
    return format;
}

export function exact(count: number, language: string): string {
    return numberFormat(language).format(count);
}

// Exact below 100,000; above, three digits that can be read at a glance.
export function glance(count: number, language: string): string {
    if (Math.abs(count) < 100_000) return exact(count, language);
    return numberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 }).format(count);
}

export function percent(share: number, language: string): string {
    return numberFormat(language, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 }).format(share);
}

export function decimal(value: number, language: string, digits = 1): string {
    return numberFormat(language, { maximumFractionDigits: digits }).format(value);
}

export function absolute(moment: Date, language: string): string {
    return new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeStyle: 'medium' }).format(moment);
}

export function day(moment: Date, language: string): string {
    return new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium' }).format(moment);
}

export function clock(moment: Date, language: string): string {
    return new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit' }).format(moment);
}

// With the seconds, where it matters which came first.
export function precise(moment: Date, language: string): string {
    return new Intl.DateTimeFormat(locale(language), { timeStyle: 'medium' }).format(moment);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
];

export function ago(moment: Date, now: Date, language: string): string {
    // The page's clock ticks every few seconds, so what just happened can seem to lie ahead of it.
    const ahead = Math.round((moment.getTime() - now.getTime()) / 1000);
    const seconds = ahead > 0 && ahead < 60 ? 0 : ahead;
    const format = new Intl.RelativeTimeFormat(locale(language), { numeric: 'auto', style: 'long' });
    for (const [unit, size] of steps) {
        if (Math.abs(seconds) >= size) {
            if (unit === 'day' && Math.abs(seconds) > 30 * size) break;
            return format.format(Math.trunc(seconds / size), unit);
        }
    }
    if (Math.abs(seconds) >= 86_400) return new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium' }).format(moment);
    return format.format(Math.abs(seconds) < 5 ? 0 : seconds, 'second');
}

export interface Spoken {
    unit: 'milliseconds' | 'seconds' | 'minutes' | 'hours' | 'days';
    count: number;
    shown: string;
}

// "3 s", "12 minutes", "2.5 hours": one unit, no more precise than anyone needs.
export function duration(seconds: number, language: string): Spoken {
    const say = (unit: Spoken['unit'], value: number, digits: number): Spoken => {
        const rounded = Number(value.toFixed(digits));
        return { unit, count: rounded, shown: decimal(rounded, language, digits) };
    };
    if (seconds < 1) return say('milliseconds', Math.max(1, Math.round(seconds * 1000)), 0);
    if (seconds < 90) return say('seconds', seconds, seconds < 10 ? 1 : 0);
    if (seconds < 5_400) return say('minutes', seconds / 60, 0);
    if (seconds < 129_600) return say('hours', seconds / 3600, seconds < 36_000 ? 1 : 0);
    return say('days', seconds / 86_400, 0);
}
