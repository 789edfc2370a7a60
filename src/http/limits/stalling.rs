//! A connection whose other end must take what it asked for: one that reads nothing, or a byte
//! now and then, is ended.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// In each such span of waiting …
const SPAN: Duration = Duration::from_secs(30);
/// … so many bytes must be taken.
const LEAST: usize = 16 * 1024;

/// A connection that is watched as it is written to.
pub struct Stalling<S> {
    stream: S,
    /// While the other end does not take more: until when, and how much must be taken by then.
    span: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<S> Stalling<S> {
    /// A connection.
    pub fn new(stream: S) -> Self {
        Self { stream, span: None }
    }

    fn wrote(
        &mut self,
        context: &mut Context<'_>,
        wrote: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match &wrote {
            Poll::Ready(Ok(bytes)) => {
                if let Some((_, missing)) = &mut self.span {
                    *missing = missing.saturating_sub(*bytes);
                }
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                let span = || (Box::pin(sleep(SPAN)), LEAST);
                let (end, missing) = self.span.get_or_insert_with(span);
                while end.as_mut().poll(context).is_ready() {
                    if *missing > 0 {
                        return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                    }
                    *missing = LEAST;
                    end.as_mut().reset(Instant::now() + SPAN);
                }
            }
        }
        wrote
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stalling<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stalling<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(context, wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.wrote(context, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::{LEAST, SPAN, Stalling};
    use std::io::ErrorKind;
    use std::time::Duration;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    #[tokio::test(start_paused = true)]
    async fn a_reader_that_takes_a_byte_now_and_then_is_ended_and_a_slow_one_is_not() {
        let answer = vec![7; 8 * LEAST];
        let (ours, mut theirs) = duplex(1024);
        let mut stream = Stalling::new(ours);
        let reading = tokio::spawn(async move {
            let mut byte = [0];
            while theirs.read_exact(&mut byte).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let ended = stream.write_all(&answer).await;
        assert_eq!(ended.unwrap_err().kind(), ErrorKind::TimedOut);
        reading.abort();

        let (ours, mut theirs) = duplex(1024);
        let mut stream = Stalling::new(ours);
        let reading = tokio::spawn(async move {
            let mut part = vec![0; 2 * LEAST];
            for _ in 0..4 {
                theirs.read_exact(&mut part).await.unwrap();
                tokio::time::sleep(SPAN * 9 / 10).await;
            }
        });
        stream.write_all(&answer).await.unwrap();
        reading.await.unwrap();
    }
}
