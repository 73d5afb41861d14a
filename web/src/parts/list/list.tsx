// SPDX-License-Identifier: Apache-2.0
// A long list: only the rows in sight exist, more are fetched near the end, and j, k or the arrows walk it and Enter opens. From a
// search field the arrows lead into what it found.
import { Skeleton } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTyping } from '../frame/commands';
import classes from './list.module.css';

export interface LongListProps<Item> {
    items: Item[];
    id: (item: Item) => string;
    row: (item: Item) => ReactNode;
    head: ReactNode;
    label: string;
    columns: string; // CSS grid-template-columns
    open: (item: Item) => void;
    opened: string | null;
    more?: (() => void) | undefined;
    loading_more: boolean;
    heights?: { wide: number; narrow: number } | undefined; // of a row, where it holds more than one line
}

const usual_heights = { wide: 44, narrow: 64 };
const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

const isSearch = (target: EventTarget | null) => target instanceof HTMLInputElement && target.type === 'search';

const narrow_query = '(max-width: 760px)';

export function LongList<Item>({
    items,
    id,
    row,
    head,
    label,
    columns,
    open,
    opened,
    more,
    loading_more,
    heights = usual_heights,
}: LongListProps<Item>) {
    const { t } = useTranslation();
    const box = useRef<HTMLDivElement>(null);
    const [at, setAt] = useState(-1);
    const [top, setTop] = useState(0);
    const height = matchMedia(narrow_query).matches ? heights.narrow : heights.wide;
    const rows = useWindowVirtualizer({ count: items.length, estimateSize: () => height, overscan: 12, scrollMargin: top });
    useLayoutEffect(() => {
        setTop(box.current?.offsetTop ?? 0);
    }, []);

    const shown = rows.getVirtualItems();
    const last = shown[shown.length - 1]?.index ?? 0;
    useEffect(() => {
        if (more !== undefined && !loading_more && last >= items.length - 20) more();
    }, [last, items.length, more, loading_more]);

    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            const is_search = isSearch(event.target);
            const in_list =
                is_search ||
                event.target === document.body ||
                (event.target instanceof HTMLElement &&
                    (event.target.id === 'content' || event.target.closest('[role="row"]') !== null));
            if (
                (isTyping(event.target) && !is_search) ||
                event.ctrlKey ||
                event.metaKey ||
                event.altKey ||
                document.querySelector('[aria-modal="true"]') !== null
            )
                return;
            const step = steps[event.key];
            const is_arrow = event.key.startsWith('Arrow');
            // Letters are text in a search field; elsewhere on the page the arrows move the page.
            if (step !== undefined && (is_arrow ? in_list : !is_search)) {
                const next = Math.min(Math.max(at + step, 0), items.length - 1);
                setAt(next);
                rows.scrollToIndex(next, { align: 'auto' });
                event.preventDefault();
            } else if (
                event.key === 'Enter' &&
                (is_search ||
                    event.target === document.body ||
                    (event.target instanceof HTMLElement && event.target.id === 'content'))
            ) {
                const item = items[at];
                if (item !== undefined) open(item);
            }
        };
        document.addEventListener('keydown', pressed);
        return () => {
            document.removeEventListener('keydown', pressed);
        };
    });

    return (
        <div role="table" aria-label={label} aria-rowcount={items.length} style={{ '--columns': columns } as React.CSSProperties}>
            <div role="row" className={classes.head}>
                {head}
            </div>
            <div ref={box} role="rowgroup" className={classes.rows} style={{ height: rows.getTotalSize() }}>
                {shown.map((place) => {
                    const item = items[place.index];
                    if (item === undefined) return null;
                    const name = id(item);
                    return (
                        <div
                            key={name}
                            role="row"
                            tabIndex={0}
                            aria-rowindex={place.index + 1}
                            aria-selected={name === opened}
                            className={classes.row}
                            data-at={place.index === at}
                            style={{ height, transform: `translateY(${place.start - rows.options.scrollMargin}px)` }}
                            onClick={() => {
                                setAt(place.index);
                                open(item);
                            }}
                            onKeyDown={(event) => {
                                if (event.key === 'Enter' && event.target === event.currentTarget) open(item);
                            }}
                        >
                            {row(item)}
                        </div>
                    );
                })}
            </div>
            {loading_more && (
                <p className={classes.more} role="status">
                    {t('list.more')}
                </p>
            )}
        </div>
    );
}

export function Cell({ children, className }: { children?: ReactNode; className?: string | undefined }) {
    return (
        <span role="cell" className={`${classes.cell} ${className ?? ''}`}>
            {children}
        </span>
    );
}

export function HeadCell({ children, className }: { children?: ReactNode; className?: string | undefined }) {
    return (
        <span role="columnheader" className={`${classes.cell} ${className ?? ''}`}>
            {children}
        </span>
    );
}

export function ListSkeleton({ columns, rows = 10 }: { columns: string; rows?: number }) {
    const { t } = useTranslation();
    return (
        <div aria-busy role="status" aria-label={t('list.reading')} style={{ '--columns': columns } as React.CSSProperties}>
            {Array.from({ length: rows }, (_, at) => (
                <div key={at} className={classes.waiting}>
                    <Skeleton height={12} width={`${52 + ((at * 37) % 40)}%`} />
                </div>
            ))}
        </div>
    );
}

// What is searched, filtered and chosen above a list.
export function ListTools({ children }: { children: ReactNode }) {
    return <div className={classes.tools}>{children}</div>;
}

export function Chips<Name extends string>({
    label,
    chosen,
    options,
    choose,
}: {
    label: string;
    chosen: Name;
    options: { name: Name; words: string }[];
    choose: (name: Name) => void;
}) {
    return (
        <div className={classes.chips} role="group" aria-label={label}>
            {options.map((option) => (
                <button
                    key={option.name}
                    type="button"
                    className={classes.chip}
                    aria-pressed={option.name === chosen}
                    onClick={() => {
                        choose(option.name);
                    }}
                >
                    {option.words}
                </button>
            ))}
        </div>
    );
}
