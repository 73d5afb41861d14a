// SPDX-License-Identifier: Apache-2.0
// Lists whose pages come from the server: why it cannot be read, its skeleton while it is, what it says when it is empty, and else
// its rows. Every page that lists something from the server shows it through one of these two: a long list, which fetches the next
// page near its end, or rows with a button for more.
import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Trouble } from '../page/page';
import { ListSkeleton, LongList, type LongListProps } from './list';
import classes from './list.module.css';

export type Pages<Item> = UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>>;

export function itemsOf<Item>(pages: Pages<Item>): Item[] {
    return pages.data?.pages.flatMap((page) => page.items) ?? [];
}

interface Reading<Item> {
    pages: Pages<Item>;
    unreadable: string;
    empty: ReactNode;
}

function Read<Item>({
    pages,
    unreadable,
    empty,
    rows,
    children,
}: Reading<Item> & { rows: number; children: (items: Item[]) => ReactNode }) {
    const items = itemsOf(pages);
    const { hasNextPage, isFetching, fetchNextPage } = pages;
    // A page without anything says only that what is looked for is rare: then the next one is looked at.
    const looks_on = items.length === 0 && hasNextPage;
    useEffect(() => {
        if (looks_on && !isFetching) void fetchNextPage();
    }, [looks_on, isFetching, fetchNextPage]);
    return (
        <>
            {pages.isError && (
                <Trouble
                    what={unreadable}
                    error={pages.error}
                    retry={() => {
                        void pages.refetch();
                    }}
                />
            )}
            {(pages.isPending || looks_on) && <ListSkeleton columns="1fr" rows={rows} />}
            {pages.data !== undefined && !looks_on && items.length === 0 && empty}
            {items.length > 0 && children(items)}
        </>
    );
}

export function PagedList<Item>({
    pages,
    unreadable,
    empty,
    ...list
}: Reading<Item> & Omit<LongListProps<Item>, 'items' | 'more' | 'loading_more'>) {
    const { hasNextPage, fetchNextPage } = pages;
    return (
        <Read pages={pages} unreadable={unreadable} empty={empty} rows={12}>
            {(items) => (
                <LongList
                    {...list}
                    items={items}
                    more={
                        hasNextPage
                            ? () => {
                                  void fetchNextPage();
                              }
                            : undefined
                    }
                    loading_more={pages.isFetchingNextPage}
                />
            )}
        </Read>
    );
}

// `shown`: how many of how many, beside the button.
export function PagedRows<Item>({
    pages,
    unreadable,
    empty,
    shown,
    children,
}: Reading<Item> & { shown?: string | undefined; children: (items: Item[]) => ReactNode }) {
    const { t } = useTranslation();
    return (
        <Read pages={pages} unreadable={unreadable} empty={empty} rows={5}>
            {(items) => (
                <>
                    {children(items)}
                    {pages.hasNextPage && (
                        <div className={classes.more}>
                            <Button
                                variant="default"
                                loading={pages.isFetchingNextPage}
                                onClick={() => {
                                    void pages.fetchNextPage();
                                }}
                            >
                                {t('list.show_more')}
                            </Button>
                            {shown !== undefined && <span className="dim numbers">{shown}</span>}
                        </div>
                    )}
                </>
            )}
        </Read>
    );
}
