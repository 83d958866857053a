//! Consoles of Windows. Their bytes are in an old code page. So text goes through the standard library,
//! which converts it to and from UTF-16.

use std::io::{self, IsTerminal, Read, Write};
use std::os::windows::io::AsHandle;

use winapi_util::console::Console;

/// Reads UTF-8 if `from` is the console of stdin.
pub fn read(from: &impl AsHandle, room: &mut [u8]) -> Option<io::Result<usize>> {
    let is_console = from.as_handle().is_terminal() && io::stdin().is_terminal();
    // The library reads into a large `room` directly, so its own buffer keeps no secret.
    is_console.then(|| io::stdin().read(room))
}

/// Writes UTF-8 with its escape sequences if `to` is a console of stdout or stderr.
pub fn write_all(to: &impl AsHandle, bytes: &[u8]) -> Option<io::Result<()>> {
    if !to.as_handle().is_terminal() {
        return None;
    }
    // A process has one console. Stderr comes first, because it has no buffer that would keep a value.
    if io::stderr().is_terminal() {
        let _ =
            Console::stderr().and_then(|mut console| console.set_virtual_terminal_processing(true));
        return Some(io::stderr().write_all(bytes));
    }
    io::stdout().is_terminal().then(|| {
        let _ =
            Console::stdout().and_then(|mut console| console.set_virtual_terminal_processing(true));
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()
    })
}
