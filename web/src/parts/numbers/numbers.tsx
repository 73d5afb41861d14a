// SPDX-License-Identifier: Apache-2.0
// Shows counts, moments and durations; the exact value is always one hover (or focus) away.
import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { absolute, ago, duration, exact, glance } from './say';

// One ticker for every "3 minutes ago" of the page.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (timer === undefined) {
        now = Date.now();
        timer = setInterval(() => {
            now = Date.now();
            for (const tell of listeners) tell();
        }, 5_000);
    }
    return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
            clearInterval(timer);
            timer = undefined;
        }
    };
}

export function useNow(): Date {
    const tick = useSyncExternalStore(subscribe, () => now);
    return new Date(tick);
}

export function Count({ value, className }: { value: number; className?: string | undefined }) {
    const { i18n } = useTranslation();
    const shown = glance(value, i18n.language);
    const full = exact(value, i18n.language);
    if (shown === full) return <span className={`numbers ${className ?? ''}`}>{shown}</span>;
    return (
        <Tooltip label={full}>
            <span className={`numbers ${className ?? ''}`} aria-label={full}>
                {shown}
            </span>
        </Tooltip>
    );
}

export function Ago({ at }: { at: string }) {
    const { i18n } = useTranslation();
    const present = useNow();
    const moment = new Date(at);
    if (Number.isNaN(moment.getTime())) return <span>{at}</span>;
    return (
        <Tooltip label={absolute(moment, i18n.language)}>
            <time dateTime={at} className="numbers">
                {ago(moment, present, i18n.language)}
            </time>
        </Tooltip>
    );
}

export function useDurationWords(): (seconds: number) => string {
    const { t, i18n } = useTranslation();
    return (seconds) => {
        const spoken = duration(seconds, i18n.language);
        return t(`duration.${spoken.unit}`, { count: spoken.count, shown: spoken.shown });
    };
}
