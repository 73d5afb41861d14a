// SPDX-License-Identifier: Apache-2.0
// Home: the picture of the two books, what waits and why, what just happened, and what needs a person.
import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconClockHour4, IconHelpCircle, IconPlayerPause } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useStatus } from '../../api/queries';
import { useChanges, useHealth, useLatestIssues } from './queries';
import { useLive } from '../../api/stream';
import { SentenceLine } from '../../parts/changes/sentences';
import list_classes from '../../parts/changes/sentences.module.css';
import { type Sentence, sentences, withNotices } from '../../parts/changes/told';
import { appsOn, sideOf } from '../../parts/apps';
import { inSync, sideNames, useCurrent } from '../../parts/current_sync';
import { QuotaGauge } from '../../parts/gauge';
import { HealthNote, healthSentence, needsLook } from '../../parts/health/health';
import { IssueList } from '../../parts/issues/issues';
import { ListSkeleton } from '../../parts/list/list';
import { Ago, Count, useDurationWords, useNow } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead, Section, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { ratesPerMinute } from '../../parts/rates';
import { TwoBooks } from '../../parts/two_books/two_books';
import { WithSync } from '../../parts/with_sync';
import classes from './home.module.css';

const sentences_shown = 18;
const issues_shown = 3;

export default function Home() {
    const { t } = useTranslation();
    return (
        <WithSync title={t('frame.home')} picture={<EmptyBooks />}>
            {(sync) => <HomeOf sync={sync} />}
        </WithSync>
    );
}

// Before there is a sync: the picture as it will be, without a figure.
function EmptyBooks() {
    const { t } = useTranslation();
    const { connections } = useCurrent();
    const book = (side: 'left' | 'right') => {
        const found = connections.find((connection) => connection.state !== 'disabled' && sideOf(connection.profile) === side);
        return { name: appsOn(side).join(' / '), label: found?.label ?? t('connections.missing'), count: null, alone: null };
    };
    const still = { per_minute: 0, pulse: 0, flowing: false };
    return (
        <TwoBooks
            left={book('left')}
            right={book('right')}
            linked={null}
            unsure={0}
            to_left={still}
            to_right={still}
            state_words={t('sync_state.draft')}
        />
    );
}

function HomeOf({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    const status = useStatus(sync.id);
    const listed = useChanges(sync.id);
    const live = useLive();
    const lines = useMemo(
        () => withNotices(sentences(listed.data?.items ?? []), live.notices, sync.id),
        [listed.data, live.notices, sync.id],
    );
    return (
        <>
            <PageHead
                title={sync.label}
                sentence={<StateSentence sync={sync} status={status.data} />}
                action={<MainAction sync={sync} status={status.data} />}
            />
            {status.isError && (
                <Trouble
                    what={t('home.unreadable')}
                    error={status.error}
                    retry={() => {
                        void status.refetch();
                    }}
                />
            )}
            {status.isPending && <Skeleton height={240} radius={8} />}
            {status.data !== undefined && (
                <Books sync={sync} status={status.data} lines={lines} cut={typeof listed.data?.next === 'string'} />
            )}
            <div className={classes.columns}>
                <Section title={t('home.latest')} aside={<Liveness />}>
                    {listed.isError && (
                        <Trouble
                            what={t('home.changes_unreadable')}
                            error={listed.error}
                            retry={() => {
                                void listed.refetch();
                            }}
                        />
                    )}
                    {listed.isPending && <ListSkeleton columns="1fr" rows={6} />}
                    {listed.data !== undefined && <Latest sync={sync} lines={lines} />}
                </Section>
                <div>
                    <Figures sync={sync} status={status.data} lines={lines} />
                    <OpenIssues sync={sync} open={status.data?.counts.open_issues ?? 0} />
                </div>
            </div>
        </>
    );
}

function StateSentence({ sync, status }: { sync: Schemas['Sync']; status: Schemas['SyncStatus'] | undefined }) {
    const { t, i18n } = useTranslation();
    if (status === undefined) return <Skeleton component="span" height={14} width={320} display="inline-block" />;
    const { counts } = status;
    if (needsLook(status.health) || status.health.state === 'unknown') return healthSentence(status.health);
    if (status.state === 'draft') return t('home.state_draft');
    if (status.state === 'paused') return t('home.state_paused');
    if (status.state === 'backfilling')
        return t('home.state_backfilling', {
            done: exact(status.backfill.paired, i18n.language),
            total: exact(status.backfill.total, i18n.language),
        });
    if (counts.unsure + counts.open_issues > 0)
        return t('home.state_questions', {
            count: Math.max(counts.unsure, counts.open_issues),
            linked: exact(counts.linked, i18n.language),
        });
    if (status.health.state === 'waiting') return healthSentence(status.health);
    if (counts.waiting + counts.unknown > 0) return t('home.state_moving', { count: counts.waiting + counts.unknown });
    return (
        <>
            {t('home.state_agree', {
                count: counts.linked,
                shown: exact(counts.linked, i18n.language),
                left: sideNames(sync).a,
                right: sideNames(sync).b,
            })}
            {status.last_change_at !== null && (
                <>
                    {' '}
                    {t('home.last_change')} <Ago at={status.last_change_at} />.
                </>
            )}
        </>
    );
}

function MainAction({ sync, status }: { sync: Schemas['Sync']; status: Schemas['SyncStatus'] | undefined }) {
    const { t } = useTranslation();
    const state = status?.state ?? sync.state;
    if (state === 'draft')
        return (
            <Button component={Link} to={inSync(sync.id, '/plan')}>
                {t('home.see_plan')}
            </Button>
        );
    if (state === 'paused')
        return (
            <Button component={Link} to={inSync(sync.id, '/plan')}>
                {t('home.resume')}
            </Button>
        );
    if (state === 'backfilling')
        return (
            <Button component={Link} to={inSync(sync.id, '/plan')} variant="default">
                {t('home.follow')}
            </Button>
        );
    return (
        <Button component={Link} to={inSync(sync.id, '/records')} variant="default">
            {t('home.look_up')}
        </Button>
    );
}

function Books({
    sync,
    status,
    lines,
    cut,
}: {
    sync: Schemas['Sync'];
    status: Schemas['SyncStatus'];
    lines: Sentence[];
    cut: boolean;
}) {
    const { t } = useTranslation();
    const live = useLive();
    const now = useNow();
    const names = sideNames(sync);
    const { counts } = status;
    const rates = ratesPerMinute(lines, cut, now.getTime());
    const moving = status.state === 'running' || status.state === 'backfilling';
    const trouble = (side: 'a' | 'b') => {
        const health = status.sides[side];
        return needsLook(health) || health.state === 'paused' ? t(`condition.state.${health.state}`) : undefined;
    };
    const trouble_a = trouble('a');
    const trouble_b = trouble('b');
    const known = status.health.state !== 'unknown';
    // Quiet, but not in agreement: what is looked at again in a moment.
    const state = status.health.state === 'waiting' ? 'waiting' : status.state;
    const well = trouble_a === undefined && trouble_b === undefined && !needsLook(status.health) && known;
    return (
        <>
            <TwoBooks
                left={{
                    name: names.a,
                    label: sync.a.label,
                    count: counts.records_a,
                    alone: counts.unlinked_a,
                    trouble: trouble_a,
                }}
                right={{
                    name: names.b,
                    label: sync.b.label,
                    count: counts.records_b,
                    alone: counts.unlinked_b,
                    trouble: trouble_b,
                }}
                linked={counts.linked}
                unsure={counts.unsure}
                to_left={{ per_minute: rates.a, pulse: live.arrived.a, flowing: moving && well }}
                to_right={{ per_minute: rates.b, pulse: live.arrived.b, flowing: moving && well }}
                state_words={well ? t(`sync_state.${state}`) : known ? t('sync_state.blocked') : t('sync_state.unknown')}
            />
            {(needsLook(status.health) || !known) && (
                <HealthNote health={status.health}>
                    <CausePlace sync={sync} status={status} />
                </HealthNote>
            )}
            <Waiting sync={sync} status={status} />
        </>
    );
}

// Where somebody can do something about it.
function CausePlace({ sync, status }: { sync: Schemas['Sync']; status: Schemas['SyncStatus'] }) {
    const { t } = useTranslation();
    const side = (['a', 'b'] as const).find(
        (each) => status.sides[each].state === status.health.state && status.sides[each].weight !== 'good',
    );
    if (side === undefined) return null;
    return <Link to={`/connections/${sync[side].connection}`}>{t('health.see_connection')}</Link>;
}

// What waits, and why: nothing here when nothing waits.
function Waiting({ sync, status }: { sync: Schemas['Sync']; status: Schemas['SyncStatus'] }) {
    const { t, i18n } = useTranslation();
    const say = useDurationWords();
    const { counts } = status;
    const lines: { key: string; Icon: typeof IconClockHour4; words: string; to: string | null }[] = [];
    if (status.state === 'paused' && counts.waiting > 0)
        lines.push({
            key: 'paused',
            Icon: IconPlayerPause,
            words: t('waiting.paused', { count: counts.waiting, shown: exact(counts.waiting, i18n.language) }),
            to: inSync(sync.id, '/plan'),
        });
    else if (counts.waiting > 0 && status.lag_seconds > 5)
        lines.push({
            key: 'lag',
            Icon: IconClockHour4,
            words: t('waiting.looks', {
                count: counts.waiting,
                shown: exact(counts.waiting, i18n.language),
                age: say(status.lag_seconds),
            }),
            to: null,
        });
    if (counts.unknown > 0)
        lines.push({
            key: 'unknown',
            Icon: IconHelpCircle,
            words: t('waiting.unknown', { count: counts.unknown, time: say(sync.policy.consistency_delay_seconds ?? 180) }),
            to: null,
        });
    if (counts.unsure > 0)
        lines.push({
            key: 'unsure',
            Icon: IconAlertTriangle,
            words: t('waiting.unsure', { count: counts.unsure }),
            to: inSync(sync.id, '/records?state=unsure'),
        });
    if (lines.length === 0) return null;
    return (
        <ul className={classes.waiting} aria-label={t('waiting.label')}>
            {lines.map(({ key, Icon, words, to }) => (
                <li key={key}>
                    <Icon size={16} aria-hidden />
                    <span>{words}</span>
                    {to !== null && <Link to={to}>{t('waiting.open')}</Link>}
                </li>
            ))}
        </ul>
    );
}

function Latest({ sync, lines }: { sync: Schemas['Sync']; lines: Sentence[] }) {
    const { t } = useTranslation();
    if (lines.length === 0) {
        return sync.state === 'draft' ? (
            <Empty kind="nothing" title={t('home.nothing_yet')}>
                {t('home.nothing_draft')}
            </Empty>
        ) : (
            <Empty kind="nothing" title={t('home.nothing_yet')}>
                {t('home.nothing_running')}
            </Empty>
        );
    }
    return (
        <ol className={list_classes.list}>
            {lines.slice(0, sentences_shown).map((line) => (
                <SentenceLine key={line.key} sync={sync} line={line} />
            ))}
        </ol>
    );
}

function Liveness() {
    const { t } = useTranslation();
    const { state } = useLive();
    return <>{state === 'open' ? t('home.live') : state === 'lost' ? t('home.not_live') : t('home.connecting')}</>;
}

function Figures({
    sync,
    status,
    lines,
}: {
    sync: Schemas['Sync'];
    status: Schemas['SyncStatus'] | undefined;
    lines: Sentence[];
}) {
    const { t } = useTranslation();
    const say = useDurationWords();
    const health = useHealth();
    const live = useLive();
    const { refetch } = health;
    // Nothing looks well that was well before the server was lost.
    useEffect(() => {
        if (live.state === 'lost') void refetch();
    }, [live.state, refetch]);
    const names = sideNames(sync);
    const took = lines
        .flatMap((line) =>
            line.outcome === 'done' && line.settled_at !== null
                ? [(Date.parse(line.settled_at) - Date.parse(line.at)) / 1000]
                : [],
        )
        .filter((seconds) => seconds >= 0)
        .sort((one, other) => one - other);
    const median = took[Math.floor(took.length / 2)];
    const tone: Tone =
        health.isError || health.data?.status === 'failing'
            ? 'failed'
            : health.data?.status === 'ok'
              ? 'ok'
              : health.data?.status === 'degraded'
                ? 'attention'
                : 'wait';
    return (
        <Section title={t('home.health')}>
            <dl className={classes.figures}>
                <dt>{t('home.program')}</dt>
                <dd>
                    {health.data === undefined && !health.isError ? (
                        <Skeleton height={14} width={80} />
                    ) : (
                        <StateMark tone={tone}>
                            {health.isError ? t('health.silent') : t(`health.${health.data?.status ?? 'failing'}`)}
                        </StateMark>
                    )}
                </dd>
                <dt>{t('home.changes_24h')}</dt>
                <dd>
                    {status === undefined ? <Skeleton height={14} width={48} /> : <Count value={status.counts.changes_24h} />}
                </dd>
                <dt>{t('home.write_time')}</dt>
                <dd className="numbers">{median === undefined ? '–' : say(median)}</dd>
                <dt>{t('home.lag')}</dt>
                <dd className="numbers">
                    {status === undefined ? (
                        <Skeleton height={14} width={48} />
                    ) : status.counts.waiting === 0 ? (
                        t('home.no_lag')
                    ) : (
                        say(status.lag_seconds)
                    )}
                </dd>
            </dl>
            {health.data?.status !== 'degraded' &&
                health.data?.checks
                    .filter((check) => !check.ok)
                    .map((check) => (
                        <p key={check.name} className={classes.failing}>
                            {check.name}: {check.detail ?? t('health.failing')}
                        </p>
                    ))}
            <h3 className={classes.sub}>{t('quota.title')}</h3>
            {status === undefined ? (
                <Skeleton height={64} />
            ) : (
                <>
                    <QuotaGauge name={names.a} side="left" quota={status.quota.a} calls={status.calls.a} />
                    <QuotaGauge name={names.b} side="right" quota={status.quota.b} calls={status.calls.b} />
                </>
            )}
        </Section>
    );
}

function OpenIssues({ sync, open }: { sync: Schemas['Sync']; open: number }) {
    const { t } = useTranslation();
    const issues = useLatestIssues(sync.id, issues_shown);
    const items = issues.data?.items ?? [];
    return (
        <Section
            title={t('home.issues')}
            aside={
                open > issues_shown ? (
                    <Link to={inSync(sync.id, '/issues')}>{t('home.all_issues', { count: open })}</Link>
                ) : undefined
            }
        >
            {issues.isError && (
                <Trouble
                    what={t('issues.unreadable')}
                    error={issues.error}
                    retry={() => {
                        void issues.refetch();
                    }}
                />
            )}
            {issues.isPending && <ListSkeleton columns="1fr" rows={2} />}
            {issues.data !== undefined && items.length === 0 && (
                <p className={classes.good}>
                    <StateMark tone="ok">{t('issues.none')}</StateMark>
                </p>
            )}
            {items.length > 0 && <IssueList sync={sync} issues={items} />}
        </Section>
    );
}
