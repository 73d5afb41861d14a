// SPDX-License-Identifier: Apache-2.0
// What both pages of the sandbox share: the two halves, what they say where there is no sandbox, and how the books are called.
import { Button } from '@mantine/core';
import { IconHeartPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Failure, type Schemas } from '../../api/client';
import { useCurrent } from '../../parts/current_sync';
import { fieldLabel } from '../../parts/field_words';
import { ListSkeleton } from '../../parts/list/list';
import { Empty, PageHead, Trouble } from '../../parts/page/page';
import tabs from '../../parts/activity_tabs.module.css';
import { useFaults, useHeal, useSandbox } from './queries';
import classes from './sandbox.module.css';

export type Book = Schemas['SandboxBook'];
export const sides = ['left', 'right'] as const;
export type Hand = (typeof sides)[number];

// Of the form: what we call it, else what the app calls it. Only the last part of a path means something.
export function useFieldName(): (name: string) => string {
    const { t } = useTranslation();
    return (name) => {
        const own = { dnd: t('sandbox.field_dnd'), stage: t('sandbox.field_stage'), archived: t('sandbox.field_archived') }[name];
        return own ?? fieldLabel(t, columnOf(name));
    };
}

// The name under which the mapping knows a field of the form.
export function columnOf(name: string): string {
    return name.startsWith('customFields.') ? `custom.${name.slice('customFields.'.length)}` : name.replace(/^.*\./, '');
}

// The sync that keeps both books in agreement.
export function useSyncOf(books: readonly Book[]): Schemas['Sync'] | null {
    const { syncs } = useCurrent();
    const connected = books.map((book) => book.connection);
    return syncs.find((sync) => connected.includes(sync.a.connection) && connected.includes(sync.b.connection)) ?? null;
}

export function HealAll() {
    const { t } = useTranslation();
    const heal = useHeal();
    const on = useFaults().data?.items.filter((fault) => fault.on).length ?? 0;
    if (on === 0) return null;
    return (
        <Button
            leftSection={<IconHeartPlus size={16} />}
            loading={heal.isPending}
            onClick={() => {
                heal.mutate(null);
            }}
        >
            {t('sandbox.heal_all', { count: on })}
        </Button>
    );
}

export function SandboxPage({ children }: { children: (books: [Book, Book]) => ReactNode }) {
    const { t } = useTranslation();
    const sandbox = useSandbox();
    const on = useFaults().data?.items.filter((fault) => fault.on).length ?? 0;
    const error = sandbox.error;
    if (error instanceof Failure && error.code === 'sandbox.not_running')
        return (
            <>
                <PageHead title={t('sandbox.title')} />
                <Empty kind="unset" title={error.problem?.title ?? ''}>
                    {error.problem?.remedy?.replaceAll('`', '')}
                </Empty>
                <pre className={classes.command}>lockstep demo</pre>
            </>
        );
    const [left, right] = sandbox.data?.books ?? [];
    return (
        <>
            <PageHead
                title={t('sandbox.title')}
                sentence={on === 0 ? t('sandbox.sentence') : t('sandbox.sentence_faults', { count: on })}
                action={<HealAll />}
            />
            <nav className={tabs.tabs} aria-label={t('sandbox.tabs')}>
                <NavLink to="/sandbox" end>
                    {t('sandbox.tab_people')}
                </NavLink>
                <NavLink to="/sandbox/faults">
                    {on === 0 ? t('sandbox.tab_faults') : t('sandbox.tab_faults_on', { count: on })}
                </NavLink>
            </nav>
            {sandbox.isError && (
                <Trouble
                    what={t('sandbox.unreadable')}
                    error={error}
                    retry={() => {
                        void sandbox.refetch();
                    }}
                />
            )}
            {sandbox.isPending && <ListSkeleton columns="1fr" rows={8} />}
            {left !== undefined && right !== undefined && children([left, right])}
        </>
    );
}
