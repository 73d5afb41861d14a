// SPDX-License-Identifier: Apache-2.0
// The back-fill on its way: what it does now, how far it is, how fast, and how long it may still take.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { sideNames } from '../../parts/current_sync';
import { ProgressBar } from '../../parts/gauge';
import { useDurationWords } from '../../parts/numbers/numbers';
import { decimal, exact } from '../../parts/numbers/say';
import classes from './plan.module.css';

interface Sample {
    at: number;
    paired: number;
}

const samples_max = 30;

// People a second over the last half minute of samples; null until two samples differ.
export function pace(samples: Sample[]): number | null {
    const first = samples[0];
    const last = samples[samples.length - 1];
    if (first === undefined || last === undefined || last.at <= first.at || last.paired <= first.paired) return null;
    return ((last.paired - first.paired) * 1000) / (last.at - first.at);
}

// `read_at`: when the status was read, in milliseconds.
export function Backfill({ sync, status, read_at }: { sync: Schemas['Sync']; status: Schemas['SyncStatus']; read_at: number }) {
    const { t, i18n } = useTranslation();
    const say = useDurationWords();
    const names = sideNames(sync);
    const { backfill } = status;
    const [samples, setSamples] = useState<Sample[]>([]);
    if (samples[samples.length - 1]?.at !== read_at)
        setSamples([...samples, { at: read_at, paired: backfill.paired }].slice(-samples_max));
    const rate = status.state === 'backfilling' ? pace(samples) : null;
    const left = backfill.total - backfill.paired;
    return (
        <section className={classes.progress} aria-live="polite">
            <h2>
                {status.state === 'paused'
                    ? t('backfill.paused')
                    : t(`backfill.${backfill.phase === 'pair_a' || backfill.phase === 'pair_b' ? 'pair' : 'read'}`)}
            </h2>
            <dl className={classes.read}>
                <dt className="left">{names.a}</dt>
                <dd className="numbers">
                    {t('plan.read_so_far', { count: backfill.read.a, shown: exact(backfill.read.a, i18n.language) })}
                </dd>
                <dt className="right">{names.b}</dt>
                <dd className="numbers">
                    {t('plan.read_so_far', { count: backfill.read.b, shown: exact(backfill.read.b, i18n.language) })}
                </dd>
            </dl>
            {backfill.total > 0 && (
                <>
                    <ProgressBar label={t('backfill.pair')} value={backfill.paired} max={backfill.total} />
                    <p className="numbers">
                        {t('backfill.done', {
                            done: exact(backfill.paired, i18n.language),
                            total: exact(backfill.total, i18n.language),
                        })}
                        {rate !== null && (
                            <span className="dim">
                                {' '}
                                · {t('backfill.rate', { rate: decimal(rate, i18n.language) })} ·{' '}
                                {t('backfill.left', { duration: say(left / rate) })}
                            </span>
                        )}
                    </p>
                </>
            )}
            <p className="small dim">{t('backfill.safe')}</p>
        </section>
    );
}
