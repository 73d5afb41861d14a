// SPDX-License-Identifier: Apache-2.0
// Draws a page that speaks about a sync, or says what has to be set up before there is one.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { useCurrent } from './current_sync';
import { ListSkeleton } from './list/list';
import { Empty, PageHead, Trouble } from './page/page';

export function WithSync({ title, picture, children }: { title: string; picture?: ReactNode; children: (sync: Schemas['Sync']) => ReactNode }) {
    const { t } = useTranslation();
    const current = useCurrent();
    if (current.sync !== null) return children(current.sync);
    return (
        <>
            <PageHead title={title} />
            {current.loading ? <ListSkeleton columns="1fr" rows={6} />
                : current.error !== null ? <Trouble what={t('trouble.page')} error={current.error} retry={current.retry} />
                    : <>{picture}<NotSetUp connections={current.connections.filter((connection) => connection.state !== 'disabled').length} /></>}
        </>
    );
}

export function NotSetUp({ connections }: { connections: number }) {
    const { t } = useTranslation();
    if (connections < 2) {
        return (
            <Empty kind="unset" title={t('unset.connections', { count: connections })} action={<Button component={Link} to="/connections/new">{t('unset.connect')}</Button>}>
                {t('unset.connections_why')}
            </Empty>
        );
    }
    return (
        <Empty kind="unset" title={t('unset.sync')} action={<Button component={Link} to="/plan">{t('unset.pair')}</Button>}>
            {t('unset.sync_why')}
        </Empty>
    );
}
