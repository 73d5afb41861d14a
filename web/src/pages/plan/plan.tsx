// SPDX-License-Identifier: Apache-2.0
// Plan first, then do: the dry run and its report, the start, the progress, the pause.
import { useTranslation } from 'react-i18next';
import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Failure, type Schemas } from '../../api/client';
import { useStatus } from '../../api/queries';
import { useBeginPlan, useCreateSync, usePause, usePlan, useStart } from './queries';
import { appsOn, sideOf } from '../../parts/apps';
import { inSync, sideNames, useCurrent } from '../../parts/current_sync';
import { ProgressBar } from '../../parts/gauge';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead, Trouble } from '../../parts/page/page';
import { NoSuchSync, NotSetUp } from '../../parts/with_sync';
import { Attached } from './attached';
import { Backfill } from './backfill';
import { Brake } from './brake';
import { Invitations } from './invitations';
import classes from './plan.module.css';
import { Report } from './report';

export function PairPage() {
    return <PlanPage pair />;
}

// `pair`: makes another sync, whatever is current.
export default function PlanPage({ pair = false }: { pair?: boolean }) {
    const { t } = useTranslation();
    const current = useCurrent();
    if (!pair && current.sync !== null) return <PlanOf key={current.sync.id} sync={current.sync} />;
    if (!pair && current.unknown !== null) return <NoSuchSync />;
    const active = current.connections.filter((connection) => connection.state !== 'disabled');
    return (
        <>
            <PageHead title={pair ? t('syncs.add') : t('frame.plan')} sentence={t('plan.sentence')} />
            {current.loading ? (
                <ListSkeleton columns="1fr" rows={5} />
            ) : current.error !== null ? (
                <Trouble what={t('trouble.page')} error={current.error} retry={current.retry} />
            ) : active.length < 2 ? (
                <NotSetUp connections={active.length} />
            ) : (
                <Pair connections={active} />
            )}
        </>
    );
}

// Which two accounts belong together. Side a is drawn left. A side of which there are several is chosen by a person:
// a wrong pair would put one clinic's people into another's books.
function Pair({ connections }: { connections: Schemas['Connection'][] }) {
    const { t } = useTranslation();
    const lefts = connections.filter((each) => sideOf(each.profile) === 'left');
    const rights = connections.filter((each) => sideOf(each.profile) === 'right');
    const [left, setLeft] = useState(lefts.length === 1 ? (lefts[0]?.id ?? '') : '');
    const [right, setRight] = useState(rights.length === 1 ? (rights[0]?.id ?? '') : '');
    const [label, setLabel] = useState(lefts.length === 1 ? (lefts[0]?.label ?? '') : '');
    const create = useCreateSync();
    const go = useNavigate();
    if (lefts.length === 0 || rights.length === 0) return <NotSetUp connections={1} />;
    const options = (list: Schemas['Connection'][]) => [
        ...(list.length === 1 ? [] : [{ value: '', label: t('plan.pair_choose'), disabled: true }]),
        ...list.map((each) => ({ value: each.id, label: each.label })),
    ];
    const submit = (event: FormEvent) => {
        event.preventDefault();
        create.mutate(
            { a: left, b: right, label: label.trim() },
            {
                onSuccess: (sync) => {
                    void go(inSync(sync.id, '/plan'));
                },
            },
        );
    };
    return (
        <form onSubmit={submit} className={classes.pair}>
            <p>{t('plan.pair_why')}</p>
            <div className={classes.pair_sides}>
                <NativeSelect
                    label={t('plan.pair_account', { app: appsOn('left').join(' / ') })}
                    required
                    value={left}
                    data={options(lefts)}
                    onChange={(event) => {
                        setLeft(event.currentTarget.value);
                    }}
                />
                <NativeSelect
                    label={t('plan.pair_account', { app: appsOn('right').join(' / ') })}
                    required
                    value={right}
                    data={options(rights)}
                    onChange={(event) => {
                        setRight(event.currentTarget.value);
                    }}
                />
            </div>
            <TextInput
                label={t('plan.pair_label')}
                required
                value={label}
                onChange={(event) => {
                    setLabel(event.currentTarget.value);
                }}
            />
            {create.isError && <Trouble what={t('plan.pair_failed')} error={create.error} />}
            <Button type="submit" loading={create.isPending}>
                {t('plan.pair_do')}
            </Button>
        </form>
    );
}

function PlanOf({ sync }: { sync: Schemas['Sync'] }) {
    const { t, i18n } = useTranslation();
    const status = useStatus(sync.id);
    const plan = usePlan(sync.id);
    const begin = useBeginPlan();
    const start = useStart();
    const pause = usePause();
    const state = status.data?.state ?? sync.state;
    const planning = plan.data?.state === 'reading' || plan.data?.state === 'comparing';
    const doing = {
        begin: () => {
            begin.mutate(sync.id);
        },
        start: () => {
            start.mutate(sync.id);
        },
        pause: () => {
            pause.mutate(sync.id);
        },
    };

    const sentence =
        state === 'backfilling'
            ? t('plan.state_backfilling')
            : state === 'paused'
              ? t('plan.state_paused')
              : state === 'running'
                ? t('plan.state_running', { linked: exact(status.data?.counts.linked ?? 0, i18n.language) })
                : plan.data?.state === 'done'
                  ? t('plan.state_planned')
                  : t('plan.sentence');
    const action =
        state === 'running' || state === 'backfilling' ? (
            <Button variant="default" leftSection={<IconPlayerPause size={16} />} loading={pause.isPending} onClick={doing.pause}>
                {t('plan.pause')}
            </Button>
        ) : state === 'paused' ? (
            <Button leftSection={<IconPlayerPlay size={16} />} loading={start.isPending} onClick={doing.start}>
                {t('plan.resume')}
            </Button>
        ) : undefined;
    return (
        <>
            <PageHead title={t('frame.plan')} sentence={sentence} action={action} />
            <p>
                <Link to={inSync(sync.id, '/mapping')}>{t('frame.mapping')}</Link>
            </p>
            {start.isError && <Trouble what={t('plan.start_failed')} error={start.error} />}
            {pause.isError && <Trouble what={t('plan.pause_failed')} error={pause.error} />}
            {begin.isError && <Trouble what={t('plan.begin_failed')} error={begin.error} />}
            {status.data !== undefined &&
                (state === 'backfilling' ||
                    (state === 'paused' && status.data.backfill.phase !== 'done' && status.data.backfill.phase !== '')) && (
                    <Backfill sync={sync} status={status.data} read_at={status.dataUpdatedAt} />
                )}
            {plan.isPending && <ReportSkeleton />}
            {plan.isError && (
                <Trouble
                    what={t('plan.unreadable')}
                    error={plan.error}
                    retry={() => {
                        void plan.refetch();
                    }}
                />
            )}
            {plan.data === null && (
                <Empty
                    kind="nothing"
                    title={t('plan.none')}
                    action={
                        <Button loading={begin.isPending} onClick={doing.begin}>
                            {t('plan.begin')}
                        </Button>
                    }
                >
                    {t('plan.none_why', { left: sideNames(sync).a, right: sideNames(sync).b })}
                </Empty>
            )}
            {planning && plan.data !== null && plan.data !== undefined && <Planning sync={sync} report={plan.data} />}
            {plan.data?.state === 'failed' && (
                <>
                    <Trouble what={t('plan.failed')} error={new Failure(422, null)} retry={doing.begin} />
                    {plan.data.error !== null && plan.data.error !== undefined && <p className="dim">{plan.data.error}</p>}
                </>
            )}
            {plan.data?.state === 'done' &&
                (state === 'draft' ? (
                    <>
                        <Made
                            sync={sync}
                            report={plan.data}
                            words={t('plan.made')}
                            again={doing.begin}
                            pending={begin.isPending}
                        />
                        <Report sync={sync} report={plan.data} start={doing.start} starting={start.isPending} />
                    </>
                ) : (
                    <details className={classes.folded}>
                        <summary>
                            {t('plan.made_before')} <Ago at={plan.data.finished_at ?? plan.data.started_at} />
                        </summary>
                        <Made
                            sync={sync}
                            report={plan.data}
                            words={t('plan.made')}
                            again={doing.begin}
                            pending={begin.isPending}
                        />
                        <Report sync={sync} report={plan.data} start={null} starting={false} />
                    </details>
                ))}
            {state !== 'draft' && <Attached sync={sync} />}
            {state !== 'draft' && <Invitations sync={sync} />}
            {state !== 'draft' && <Brake sync={sync} />}
        </>
    );
}

function Made({
    sync,
    report,
    words,
    again,
    pending,
}: {
    sync: Schemas['Sync'];
    report: Schemas['PlanReport'];
    words: string;
    again: () => void;
    pending: boolean;
}) {
    const { t } = useTranslation();
    return (
        <p className={classes.made}>
            {words} <Ago at={report.finished_at ?? report.started_at} />
            <Button size="compact-xs" variant="subtle" leftSection={<IconRefresh size={14} />} loading={pending} onClick={again}>
                {t('plan.again')}
            </Button>
            {report.sync_version !== undefined && report.sync_version !== sync.version && (
                <span role="status">{t('plan.outdated')}</span>
            )}
        </p>
    );
}

function Planning({ sync, report }: { sync: Schemas['Sync']; report: Schemas['PlanReport'] }) {
    const { t, i18n } = useTranslation();
    const names = sideNames(sync);
    const { progress } = report;
    return (
        <div className={classes.progress} role="status">
            <h2>{report.state === 'reading' ? t('plan.reading') : t('plan.comparing')}</h2>
            <p className="dim">{t('plan.nothing_written')}</p>
            <dl className={classes.read}>
                <dt className="left">{names.a}</dt>
                <dd className="numbers">
                    {t('plan.read_so_far', { count: progress.read_a, shown: exact(progress.read_a, i18n.language) })}
                </dd>
                <dt className="right">{names.b}</dt>
                <dd className="numbers">
                    {t('plan.read_so_far', { count: progress.read_b, shown: exact(progress.read_b, i18n.language) })}
                </dd>
            </dl>
            {report.state === 'comparing' && progress.total > 0 && (
                <>
                    <ProgressBar label={t('plan.comparing')} value={progress.compared} max={progress.total} />
                    <p className="small dim numbers">
                        {t('plan.compared', {
                            done: exact(progress.compared, i18n.language),
                            total: exact(progress.total, i18n.language),
                        })}
                    </p>
                </>
            )}
        </div>
    );
}

function ReportSkeleton() {
    return (
        <div className={classes.directions}>
            <Skeleton height={180} radius={8} />
            <Skeleton height={180} radius={8} />
        </div>
    );
}
