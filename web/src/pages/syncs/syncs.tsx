// SPDX-License-Identifier: Apache-2.0
// All syncs of whoever keeps several clinics: how each stands, those that need somebody first. With one, its home.
import { Button, Skeleton, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { statusOptions } from '../../api/queries';
import { inSync, useCurrent } from '../../parts/current_sync';
import { HealthMark, needsLook } from '../../parts/health/health';
import { Ago, Count } from '../../parts/numbers/numbers';
import { PageHead, StateMark, type Tone, Trouble } from '../../parts/page/page';
import Home from '../home/home';
import classes from './syncs.module.css';

type Status = Schemas['SyncStatus'];
const searched_from = 8; // with fewer than this a search field is only in the way
const tones: Record<Schemas['SyncState'], Tone> = { draft: 'off', backfilling: 'wait', running: 'ok', paused: 'attention' };

// Everything that has no sync in its address: the only one there is, the one an old link names (?sync=), or the choice.
export default function Syncs() {
    const { syncs, loading, error, retry } = useCurrent();
    const { pathname, search } = useLocation();
    const [parameters] = useSearchParams();
    const named = syncs.find((sync) => sync.id === parameters.get('sync')) ?? (syncs.length === 1 ? syncs[0] : undefined);
    if (named !== undefined) return <Navigate replace to={inSync(named.id, (pathname === '/' ? '' : pathname) + search)} />;
    if (syncs.length === 0 || loading) return <Home />;
    return <Overview syncs={syncs} error={error} retry={retry} />;
}

function urgency(sync: Schemas['Sync'], status: Status | undefined): number {
    if (status === undefined) return 1;
    if (needsLook(status.health)) return status.health.weight === 'alarm' ? 5 : 4;
    return status.counts.open_issues > 0 ? 3 : sync.state !== 'running' ? 2 : 0;
}

function Overview({ syncs, error, retry }: { syncs: Schemas['Sync'][]; error: Error | null; retry: () => void }) {
    const { t } = useTranslation();
    const { pathname } = useLocation();
    const [wanted, setWanted] = useState('');
    const found = useQueries({ queries: syncs.map((sync) => statusOptions(sync.id, 30_000, 30_000)) });
    const lines = syncs
        .map((sync, at) => ({ sync, status: found[at]?.data, failed: found[at]?.isError === true }))
        .filter(({ sync }) => sync.label.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()))
        .sort(
            (one, other) =>
                urgency(other.sync, other.status) - urgency(one.sync, one.status) ||
                one.sync.label.localeCompare(other.sync.label),
        );
    const page = pathname === '/' ? '' : pathname;
    return (
        <>
            <PageHead
                title={t('syncs.title')}
                sentence={t('syncs.sentence', { count: syncs.length })}
                action={
                    <Button component={Link} to="/syncs/new" variant="default">
                        {t('syncs.add')}
                    </Button>
                }
            />
            {error !== null && <Trouble what={t('trouble.page')} error={error} retry={retry} />}
            {syncs.length >= searched_from && (
                <div className={classes.tools}>
                    <TextInput
                        type="search"
                        aria-label={t('syncs.find')}
                        placeholder={t('syncs.find')}
                        value={wanted}
                        onChange={(event) => {
                            setWanted(event.currentTarget.value);
                        }}
                    />
                </div>
            )}
            {lines.length === 0 && <p role="status">{t('syncs.none_found')}</p>}
            {lines.length > 0 && (
                <table className={classes.list}>
                    <thead>
                        <tr>
                            <th scope="col">{t('syncs.name')}</th>
                            <th scope="col">{t('syncs.state')}</th>
                            <th scope="col" className={`${classes.figure ?? ''} ${classes.wide ?? ''}`}>
                                {t('syncs.linked')}
                            </th>
                            <th scope="col" className={`${classes.figure ?? ''} ${classes.wide ?? ''}`}>
                                {t('syncs.waiting')}
                            </th>
                            <th scope="col" className={classes.figure}>
                                {t('syncs.open_issues')}
                            </th>
                            <th scope="col" className={classes.wide}>
                                {t('syncs.last_change')}
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {lines.map((line) => (
                            <SyncLine key={line.sync.id} {...line} page={page} />
                        ))}
                    </tbody>
                </table>
            )}
        </>
    );
}

function SyncLine({
    sync,
    status,
    failed,
    page,
}: {
    sync: Schemas['Sync'];
    status: Status | undefined;
    failed: boolean;
    page: string;
}) {
    const { t } = useTranslation();
    const figure = (value: number | undefined) =>
        value !== undefined ? (
            <Count value={value} />
        ) : failed ? (
            <span className="dim" title={t('syncs.unreadable')}>
                {t('syncs.unreadable_short')}
            </span>
        ) : (
            <Skeleton height={14} width={32} ml="auto" />
        );
    const state = status?.state ?? sync.state;
    return (
        <tr>
            <th scope="row">
                <Link className={classes.name} to={inSync(sync.id, page)}>
                    {sync.label}
                </Link>
            </th>
            <td>
                {status !== undefined && (needsLook(status.health) || status.health.state === 'unknown') ? (
                    <HealthMark health={status.health} />
                ) : (
                    <StateMark tone={tones[state]}>{t(`sync_state.${state}`)}</StateMark>
                )}
            </td>
            <td className={`${classes.figure ?? ''} ${classes.wide ?? ''} numbers`}>{figure(status?.counts.linked)}</td>
            <td className={`${classes.figure ?? ''} ${classes.wide ?? ''} numbers`}>{figure(status?.counts.waiting)}</td>
            <td className={`${classes.figure ?? ''} numbers`}>
                {status !== undefined && status.counts.open_issues > 0 ? (
                    <Link to={inSync(sync.id, '/issues')}>
                        <StateMark tone="attention">
                            <Count value={status.counts.open_issues} />
                        </StateMark>
                    </Link>
                ) : (
                    figure(status?.counts.open_issues)
                )}
            </td>
            <td className={classes.wide}>
                {typeof status?.last_change_at === 'string' ? <Ago at={status.last_change_at} /> : '–'}
            </td>
        </tr>
    );
}
