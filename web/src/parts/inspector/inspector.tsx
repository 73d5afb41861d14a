// SPDX-License-Identifier: Apache-2.0
// What a panel shows of one call or one event: what it was and how it ended, its facts, its texts.
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Trouble } from '../page/page';
import classes from './inspector.module.css';

// While it is read, or why it cannot be.
export function NotShown({ what, error, retry }: { what: string; error: Error | null; retry: () => unknown }) {
    if (error !== null)
        return (
            <Trouble
                what={what}
                error={error}
                retry={() => {
                    void retry();
                }}
            />
        );
    return (
        <div aria-busy>
            <Skeleton height={24} width={220} mb={16} />
            {Array.from({ length: 12 }, (_, at) => (
                <Skeleton key={at} height={12} mt={14} />
            ))}
        </div>
    );
}

export function Head({ title, mark, meaning }: { title: string; mark: ReactNode; meaning: string }) {
    return (
        <>
            <div className={classes.title}>
                <h2>{title}</h2>
                {mark}
            </div>
            <p className={classes.meaning}>{meaning}</p>
        </>
    );
}

export function Facts({ children }: { children: ReactNode }) {
    return <dl className={classes.facts}>{children}</dl>;
}

export function Sub({ children }: { children: ReactNode }) {
    return <h3 className={classes.sub}>{children}</h3>;
}

// As it came; scrolled by keyboard.
export function Raw({ label, children }: { label?: string; children: string }) {
    return (
        <pre className={classes.body} tabIndex={0} aria-label={label}>
            {children}
        </pre>
    );
}
