// SPDX-License-Identifier: Apache-2.0
// Draws a page that speaks about a sync, or says what has to be set up before there is one.
import { Button } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { useCurrent } from './current_sync';
import { ListSkeleton } from './list/list';
import { Empty, PageHead, Trouble } from './page/page';

export function WithSync({
    title,
    picture,
    children,
}: {
    title: string;
    picture?: ReactNode;
    children: (sync: Schemas['Sync']) => ReactNode;
}) {
    const { t } = useTranslation();
    const current = useCurrent();
    // A page knows its sync for good: with another one it begins anew, and nothing it had under way is done to the other.
    if (current.sync !== null) return <Fragment key={current.sync.id}>{children(current.sync)}</Fragment>;
    if (current.unknown !== null) return <NoSuchSync />;
    return (
        <>
            <PageHead title={title} />
            {current.loading ? (
                <ListSkeleton columns="1fr" rows={6} />
            ) : current.error !== null ? (
                <Trouble what={t('trouble.page')} error={current.error} retry={current.retry} />
            ) : (
                <>
                    {picture}
                    <NotSetUp connections={current.connections.filter((connection) => connection.state !== 'disabled').length} />
                </>
            )}
        </>
    );
}

// Never another sync instead: whoever follows an old link must not act on somebody else's people.
export function NoSuchSync() {
    const { t } = useTranslation();
    return (
        <>
            <PageHead title={t('syncs.unknown')} />
            <Empty
                kind="nothing"
                title={t('syncs.unknown_why')}
                action={
                    <Button component={Link} to="/">
                        {t('syncs.see_all')}
                    </Button>
                }
            />
        </>
    );
}

export function NotSetUp({ connections }: { connections: number }) {
    const { t } = useTranslation();
    if (connections < 2) {
        return (
            <Empty
                kind="unset"
                title={t('unset.connections', { count: connections })}
                action={
                    <Button component={Link} to="/connections/new">
                        {t('unset.connect')}
                    </Button>
                }
            >
                {t('unset.connections_why')}
            </Empty>
        );
    }
    return (
        <Empty
            kind="unset"
            title={t('unset.sync')}
            action={
                <Button component={Link} to="/syncs/new">
                    {t('unset.pair')}
                </Button>
            }
        >
            {t('unset.sync_why')}
        </Empty>
    );
}
