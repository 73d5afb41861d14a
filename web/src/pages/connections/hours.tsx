// SPDX-License-Identifier: Apache-2.0
// Calls by hour of the last day, by who they were for, against what may be used.
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { sideOf } from '../../parts/apps';
import { exact } from '../../parts/numbers/say';
import { Section, Trouble } from '../../parts/page/page';
import classes from './hours.module.css';
import { useHours } from './queries';

type Hour = Schemas['ConnectionHours']['hours'][number];
const lanes = ['interactive', 'live', 'bulk'] as const;
const sum = (hour: Hour) => hour.interactive + hour.live + hour.bulk;

export function Hours({ connection }: { connection: Schemas['Connection'] }) {
    const { t, i18n } = useTranslation();
    const found = useHours(connection.id);
    if (found.isError) return <Trouble what={t('hours.unreadable')} error={found.error} />;
    if (found.data === undefined) return null;
    const { hours, allowed_by_pace: pace, allowed_spread_evenly: evenly, share_percent: share } = found.data;
    const number = (value: number) => exact(value, i18n.language);
    const total = hours.reduce((all, hour) => all + sum(hour), 0);
    const most = Math.max(0, ...hours.map(sum));
    const limited = hours.reduce((all, hour) => all + hour.limited, 0);
    // What may be used is drawn where it does not make the bars invisible.
    const line = [evenly, pace].find((each): each is number => each !== null && most > 0 && each <= 2 * most);
    const top = Math.max(1, most, line ?? 0);
    const clock = (at: string) => new Date(at).toLocaleTimeString(i18n.language, { hour: '2-digit', minute: '2-digit' });
    const allowed = [
        pace !== null && t('hours.by_pace', { count: pace, shown: number(pace) }),
        evenly !== null && t('hours.evenly', { count: evenly, shown: number(evenly) }),
    ].filter((each) => each !== false);
    return (
        <Section title={t('hours.title')} aside={t('hours.total', { count: total, shown: number(total) })}>
            {total > 0 && (
                <figure className={`${classes.chart ?? ''} ${sideOf(connection.profile)}`} aria-hidden>
                    <div className={classes.bars}>
                        {line !== undefined && <i className={classes.line} style={{ bottom: `${(line / top) * 100}%` }} />}
                        {hours.map((hour) => (
                            <div key={hour.at} title={`${clock(hour.at)}: ${number(sum(hour))}`}>
                                {lanes.map((lane) => (
                                    <span
                                        key={lane}
                                        className={classes[lane]}
                                        style={{ height: `${(hour[lane] / top) * 100}%` }}
                                    />
                                ))}
                            </div>
                        ))}
                    </div>
                    <div className={classes.scale}>
                        {[0, 8, 16, 23]
                            .filter((at) => at < hours.length)
                            .map((at) => (
                                <span key={at}>{clock(hours[at]?.at ?? '')}</span>
                            ))}
                    </div>
                    <ul className={classes.legend}>
                        {lanes.map((lane) => (
                            <li key={lane}>
                                <i className={classes[lane]} />
                                {t(`hours.${lane}`)}
                            </li>
                        ))}
                        {line !== undefined && (
                            <li>
                                <i className={classes.dash} />
                                {t('hours.line', { count: line, shown: number(line) })}
                            </li>
                        )}
                    </ul>
                </figure>
            )}
            <p className="small dim">
                {total === 0 ? t('hours.none') : t('hours.most', { count: most, shown: number(most) })}{' '}
                {allowed.length > 0 && t('hours.allowed', { share, allowed: allowed.join(' ') })}
            </p>
            {limited > 0 && <p className="small">{t('hours.limited', { count: limited, shown: number(limited) })}</p>}
            {total > 0 && (
                <details className={classes.table}>
                    <summary>{t('hours.as_table')}</summary>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{t('hours.hour')}</th>
                                {lanes.map((lane) => (
                                    <th key={lane} scope="col">
                                        {t(`hours.${lane}`)}
                                    </th>
                                ))}
                                <th scope="col">{t('hours.too_fast')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {[...hours].reverse().map((hour) => (
                                <tr key={hour.at}>
                                    <th scope="row">{clock(hour.at)}</th>
                                    {[...lanes, 'limited' as const].map((column) => (
                                        <td key={column} className="numbers">
                                            {number(hour[column])}
                                        </td>
                                    ))}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </details>
            )}
        </Section>
    );
}
