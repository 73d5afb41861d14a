// SPDX-License-Identifier: Apache-2.0
// One person: both sides' values, what they last agreed on where they differ, open questions, and everything that ever happened.
import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconArrowsLeftRight, IconEqual, IconEye, IconHelp, IconMinus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useRecord } from '../../api/queries';
import { useLook } from './queries';
import { OutcomeMark, PersonName } from '../../parts/changes/sentences';
import { inSync, sideNames } from '../../parts/current_sync';
import { changeLabel, fieldLabel, reasonWords } from '../../parts/field_words';
import { IssueList } from '../../parts/issues/issues';
import { Ago, useNow } from '../../parts/numbers/numbers';
import { Empty, Section, Trouble } from '../../parts/page/page';
import { sameValue, Value } from '../../parts/value';
import { RecordMark } from './record_mark';
import classes from './records.module.css';

const look_again_ms = 1_500;
const look_at_most_ms = 120_000; // a look that waits longer, for calls that are spent or an app that is away, is told by its times

// When either side was last read.
function seenOf(view: Schemas['RecordView'] | undefined): string | undefined {
    return [view?.sides.a?.observed_at, view?.sides.b?.observed_at]
        .filter((at): at is string => typeof at === 'string')
        .sort()
        .at(-1);
}

type Row = Schemas['RecordView']['rows'][number];

export function RecordPanel({ sync, record }: { sync: Schemas['Sync']; record: string }) {
    const { t } = useTranslation();
    const now = useNow().getTime();
    // What had been seen when somebody asked for a look, until something newer is: then the look has ended.
    const [asked, setAsked] = useState<{ before: string | undefined; until: number } | null>(null);
    const waits = (seen: string | undefined) => asked !== null && seen === asked.before && now < asked.until;
    const found = useRecord(sync.id, record, 2_000, (view) => (waits(seenOf(view)) ? look_again_ms : false));
    const look = useLook();
    if (found.isPending)
        return (
            <div aria-busy>
                <Skeleton height={24} width={220} mb={16} />
                {Array.from({ length: 9 }, (_, at) => (
                    <Skeleton key={at} height={14} mt={18} />
                ))}
            </div>
        );
    if (found.isError)
        return (
            <Trouble
                what={t('record.unreadable')}
                error={found.error}
                retry={() => {
                    void found.refetch();
                }}
            />
        );
    const view = found.data;
    const { a, b } = view.sides;
    const seen = seenOf(view);
    const looking = waits(seen);
    const lookNow = () => {
        look.mutate(
            { sync: sync.id, record },
            {
                onSuccess: () => {
                    setAsked({ before: seen, until: Date.now() + look_at_most_ms });
                },
            },
        );
    };
    return (
        <>
            <div className={classes.person}>
                <h2>
                    <PersonName summary={view.summary} fallback={record} />
                </h2>
                <RecordMark sync={sync} state={view.summary.state} />
            </div>
            <div className={classes.meta}>
                {seen !== undefined && (
                    <span>
                        {t('record.seen')} <Ago at={seen} />
                    </span>
                )}
                {(a?.archived === true || b?.archived === true) && <span>{t('record.archived')}</span>}
                {(['a', 'b'] as const).map(
                    (side) =>
                        view.sides[side] !== null && (
                            <Link key={side} to={`/calls?record=${encodeURIComponent(view.sides[side].id)}`}>
                                {t('record.calls', { app: sideNames(sync)[side] })}
                            </Link>
                        ),
                )}
                <Button
                    size="compact-xs"
                    variant="subtle"
                    leftSection={<IconEye size={14} />}
                    loading={look.isPending}
                    disabled={looking}
                    onClick={lookNow}
                >
                    {looking ? t('record.looking') : t('record.look')}
                </Button>
            </div>
            {look.isError && <Trouble what={t('record.look_failed')} error={look.error} />}
            {view.issues.length > 0 && <IssueList sync={sync} issues={view.issues} on_record />}
            <Sides sync={sync} view={view} />
            <Section title={t('record.history')} aside={t('record.history_all')}>
                {view.history.length === 0 ? (
                    <Empty kind="nothing" title={t('record.no_history')}>
                        {t('record.no_history_why')}
                    </Empty>
                ) : (
                    <ol className={classes.timeline}>
                        {view.history.map((change) => (
                            <Entry key={change.id} sync={sync} change={change} />
                        ))}
                    </ol>
                )}
            </Section>
        </>
    );
}

function Sides({ sync, view }: { sync: Schemas['Sync']; view: Schemas['RecordView'] }) {
    const { t } = useTranslation();
    const names = sideNames(sync);
    return (
        <table className={classes.sides}>
            <colgroup>
                <col />
                <col />
                <col />
                <col />
            </colgroup>
            <thead>
                <tr>
                    <th>
                        <span className="unseen">{t('record.field')}</span>
                    </th>
                    <th className="left">
                        {names.a}
                        {view.sides.a === null && <span className="dim"> · {t('record.absent')}</span>}
                    </th>
                    <th className={classes.between}>
                        <span className="unseen">{t('record.between')}</span>
                    </th>
                    <th className="right">
                        {names.b}
                        {view.sides.b === null && <span className="dim"> · {t('record.absent')}</span>}
                    </th>
                </tr>
            </thead>
            <tbody>
                {view.rows.map((row) => {
                    const differs = !sameValue(row.a, row.b) && view.sides.a !== null && view.sides.b !== null;
                    return (
                        <tr
                            key={row.field}
                            className={
                                differs
                                    ? classes.differs
                                    : view.sides.a !== null && view.sides.b !== null
                                      ? classes.agrees
                                      : undefined
                            }
                        >
                            <th scope="row">{fieldLabel(t, row.field)}</th>
                            <td>{view.sides.a === null ? null : <Value value={row.a} />}</td>
                            <td className={classes.between}>
                                {differs ? (
                                    <Decision row={row} />
                                ) : (
                                    view.sides.a !== null &&
                                    view.sides.b !== null && (
                                        <IconEqual size={14} className={classes.agree} aria-label={t('record.agree')} />
                                    )
                                )}
                            </td>
                            <td>{view.sides.b === null ? null : <Value value={row.b} />}</td>
                        </tr>
                    );
                })}
            </tbody>
        </table>
    );
}

const decision_icons = {
    write_a: IconArrowLeft,
    write_b: IconArrowRight,
    write_both: IconArrowsLeftRight,
    ask: IconHelp,
    none: IconMinus,
    agree: IconEqual,
};

function Decision({ row }: { row: Row }) {
    const { t } = useTranslation();
    const Icon = decision_icons[row.decision];
    return (
        <>
            <span className={classes.decision}>
                <Icon size={16} aria-hidden />
                {t(`decision.${row.decision}`)}
            </span>
            <span className={classes.base}>{reasonWords(t, row.reason)}</span>
            <span className={classes.base}>
                {row.base === null ? (
                    t('record.no_base')
                ) : (
                    <>
                        {t('record.base')} <Value value={row.base} />
                    </>
                )}
            </span>
        </>
    );
}

function Entry({ sync, change }: { sync: Schemas['Sync']; change: Schemas['Change'] }) {
    const { t } = useTranslation();
    const names = sideNames(sync);
    const Arrow = change.side === 'b' ? IconArrowRight : IconArrowLeft;
    return (
        <li className={classes.entry}>
            <Arrow size={16} className={change.side === 'b' ? 'right' : 'left'} aria-hidden />
            <span className={classes.step}>
                <b>{change.field === '' ? t('record.created_in', { app: names[change.side] }) : changeLabel(t, change)}</b>
                {change.field !== '' && (
                    <>
                        {' '}
                        {t('record.in_app', { app: names[change.side] })}{' '}
                        <span className={classes.old}>
                            <Value value={change.before} />
                        </span>{' '}
                        → <Value value={change.after} />
                    </>
                )}
            </span>
            <span className={classes.when}>
                <Ago at={change.settled_at ?? change.at} />
            </span>
            <span className={classes.because}>
                {reasonWords(t, change.reason)} · {t('record.rules', { version: change.mapping_version })}
                {change.event_id !== null && (
                    <>
                        {' '}
                        · <Link to={inSync(sync.id, `/events/${change.event_id}`)}>{t('record.event')}</Link>
                    </>
                )}
                {change.call_id !== null && (
                    <>
                        {' '}
                        · <Link to={`/calls/${encodeURIComponent(change.call_id)}`}>{t('record.call')}</Link>
                    </>
                )}
                {change.outcome !== 'done' && (
                    <>
                        {' '}
                        · <OutcomeMark outcome={change.outcome} />
                    </>
                )}
            </span>
        </li>
    );
}
