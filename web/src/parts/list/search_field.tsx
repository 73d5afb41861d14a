// SPDX-License-Identifier: Apache-2.0
// The search field of a list: "/" goes there, and what is typed counts when the typing rests.
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { isTyping } from '../frame/commands';
import classes from './list.module.css';

export function SearchField({ text, words, search }: { text: string; words: string; search: (text: string) => void }) {
    const [typed, setTyped] = useState(text);
    const box = useRef<HTMLInputElement>(null);
    // What this field asked for last: an address that says something else was changed elsewhere (a filter cleared, the way back).
    const asked = useRef(text);
    const later = useDebouncedCallback((value: string) => {
        asked.current = value.trim();
        search(asked.current);
    }, 300);
    useEffect(() => {
        if (text === asked.current) return;
        asked.current = text;
        setTyped(text);
    }, [text]);
    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            if (event.key !== '/' || isTyping(event.target)) return;
            event.preventDefault();
            box.current?.focus();
        };
        document.addEventListener('keydown', pressed);
        return () => {
            document.removeEventListener('keydown', pressed);
        };
    }, []);
    return (
        <TextInput
            ref={box}
            className={classes.search ?? ''}
            type="search"
            leftSection={<IconSearch size={16} />}
            placeholder={words}
            aria-label={words}
            value={typed}
            onChange={(event) => {
                setTyped(event.currentTarget.value);
                later(event.currentTarget.value);
            }}
        />
    );
}
