// SPDX-License-Identifier: Apache-2.0
// How much of a month's allowance of calls is used, as a bar and in words.
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { exact, percent } from './numbers/say';
import classes from './gauge.module.css';

export function QuotaGauge({
    name,
    side,
    quota,
    calls,
}: {
    name: string;
    side: 'left' | 'right';
    quota: Schemas['Quota'];
    calls: Schemas['CallCounts'];
}) {
    const { t, i18n } = useTranslation();
    const used = exact(quota.used_month, i18n.language);
    if (quota.limit === null || quota.limit <= 0) {
        return (
            <div className={classes.gauge}>
                <p>
                    <b className={side}>{name}</b>{' '}
                    <span className="numbers">
                        {t('quota.since_start', { count: calls.total, shown: exact(calls.total, i18n.language) })}
                    </span>
                </p>
                <p className="small dim">{t('quota.no_limit')}</p>
            </div>
        );
    }
    const share = quota.used_month / quota.limit;
    const tone = share >= 1 ? 'failed' : share >= 0.8 ? 'attention' : 'calm';
    return (
        <div className={classes.gauge}>
            <p>
                <b className={side}>{name}</b>{' '}
                <span className="numbers">
                    {t('quota.used_of', { used, limit: exact(quota.limit, i18n.language), share: percent(share, i18n.language) })}
                </span>
            </p>
            <div
                className={classes.bar}
                role="meter"
                aria-label={t('quota.label', { name })}
                aria-valuemin={0}
                aria-valuemax={quota.limit}
                aria-valuenow={quota.used_month}
                data-tone={tone}
            >
                <span
                    className={side === 'left' ? classes.left : classes.right}
                    style={{ width: `${Math.min(100, share * 100)}%` }}
                />
            </div>
            <p className="small dim">
                {tone === 'failed'
                    ? t('quota.spent')
                    : tone === 'attention'
                      ? t('quota.short', { left: exact(quota.limit - quota.used_month, i18n.language) })
                      : t('quota.month')}
            </p>
        </div>
    );
}

export function ProgressBar({ label, value, max }: { label: string; value: number; max: number }) {
    const share = max > 0 ? Math.min(1, value / max) : 0;
    return (
        <div
            className={classes.bar}
            role="progressbar"
            aria-label={label}
            aria-valuemin={0}
            aria-valuemax={max}
            aria-valuenow={value}
        >
            <span className={classes.accent} style={{ width: `${share * 100}%` }} />
        </div>
    );
}
