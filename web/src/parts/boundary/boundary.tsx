// SPDX-License-Identifier: Apache-2.0
// What stands in for a page that could not be fetched or drawn: says so, tries again, and never leaves a white window.
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Component, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../api/client';
import { servedVersion } from '../../api/served_version';
import { Empty, PageHead, Trouble } from '../page/page';

// Begins anew with another `place`, so that the other pages stay within reach.
export class Boundary extends Component<{ place: string; children: ReactNode }, { error: unknown; place: string }> {
    override state: { error: unknown; place: string } = { error: null, place: this.props.place };

    static getDerivedStateFromError(error: unknown) {
        return { error: error ?? new Error('unknown') };
    }

    static getDerivedStateFromProps(props: { place: string }, state: { place: string }) {
        return props.place === state.place ? null : { error: null, place: props.place };
    }

    override render() {
        if (this.state.error === null) return this.props.children;
        if (isFetchOfPage(this.state.error)) return <NotFetched />;
        return (
            <NotDrawn
                retry={() => {
                    this.setState({ error: null });
                }}
            />
        );
    }
}

// Browsers say it in words of their own: "Failed to fetch dynamically imported module", "error loading ...", "Importing a module
// script failed", and Vite "Unable to preload CSS".
export function isFetchOfPage(error: unknown): boolean {
    return (
        error instanceof Error && /dynamically imported module|importing a module script|unable to preload/i.test(error.message)
    );
}

export function reload(): void {
    window.location.reload();
}

const ask_again_ms = 5_000;

// Browsers do not fetch a script again that failed once: the way back is to load the whole, at the same address, once the server
// answers. Without being asked only after silence or an upgrade, so that a script that stays missing causes no endless reloading.
export function NotFetched({ again = reload }: { again?: () => void }) {
    const { t } = useTranslation();
    const [silent, setSilent] = useState(false);
    useEffect(() => {
        let was_silent = false;
        let over = false;
        let timer: ReturnType<typeof setTimeout> | undefined;
        const ask = async () => {
            const served = await servedVersion();
            if (over) return;
            if (served === 'other' || (served === 'same' && was_silent)) {
                again();
                return;
            }
            was_silent = served === 'silent';
            setSilent(was_silent);
            if (was_silent)
                timer = setTimeout(() => {
                    void ask();
                }, ask_again_ms);
        };
        void ask();
        return () => {
            over = true;
            clearTimeout(timer);
        };
    }, [again]);
    return (
        <>
            <PageHead title={t('boundary.title')} />
            <Empty
                kind="unset"
                title={silent ? t('boundary.silent') : t('boundary.not_fetched')}
                action={
                    <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={again}>
                        {t('trouble.again')}
                    </Button>
                }
            >
                {silent ? t('boundary.silent_why') : t('boundary.not_fetched_why')}
            </Empty>
        </>
    );
}

function NotDrawn({ retry }: { retry: () => void }) {
    const { t } = useTranslation();
    return (
        <>
            <PageHead title={t('boundary.title')} />
            <Trouble what={t('boundary.not_drawn')} error={new Failure(400, null)} retry={retry} />
        </>
    );
}
